"""Names that a class noun explains ("al-Zenki Movement"), and class nouns that stand for a name ("Parliament")."""

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.chunks import Chunk
from kg.extract.names.findings import Findings
from kg.extract.names.found import Found
from kg.extract.names.places import read_place_name
from kg.extract.names.wording import Wording
from kg.records import ActorKind

_DOMAINS = frozenset({"com", "org", "net", "info", "news", "co", "io", "ru", "ua", "tv"})
SHORT_FORM = "short form of a class noun"


def read_class_name(findings: Findings, chunk: Chunk) -> int:
    """Adds what a capitalised phrase with a class noun names; gives where to go on."""
    kind = chunk.class_kind
    if kind is None:
        raise ValueError(f"no class noun at word {chunk.first}")
    findings.title = None
    if not kind:
        return chunk.last
    if kind == "Place":
        return read_place_name(findings, chunk.first, chunk.last, (), chunk)
    if chunk.class_words == chunk.last - chunk.first:
        return _read_short_form(findings, chunk)
    label = findings.words.written(chunk.first, chunk.last)
    return findings.add(Found(chunk.first, chunk.last, ActorKind(kind), label, "class noun"))


def _read_short_form(findings: Findings, chunk: Chunk) -> int:
    """ "Parliament", "the Coast Guard", "the Coalition": a class noun alone with a capital is short for a name."""
    words = findings.words
    if words.fold[chunk.first] == "coalition":
        return _read_coalition(findings, chunk)
    organ_end = max(vocabulary.organs().at(words, chunk.first), chunk.last)
    row = vocabulary.organs().rows.get(words.phrase(chunk.first, organ_end))
    if words.begins_sentence[chunk.first] or row is None:
        return organ_end
    label = words.written(chunk.first, organ_end)
    return findings.add(Found(chunk.first, organ_end, ActorKind(row["kind"]), label, SHORT_FORM))


def _read_coalition(findings: Findings, chunk: Chunk) -> int:
    """ "the Coalition" is an alliance; "Coalition military forces" is one name of it."""
    words, last = findings.words, chunk.last
    if last < len(words) and not words.broken[last] and not words.capital[last]:
        last = max(last, vocabulary.organs().at(words, last))
    if words.begins_sentence[chunk.first] and last == chunk.last:
        return last
    return findings.add(Found(chunk.first, last, ActorKind.ORGANIZATION, "Coalition", SHORT_FORM))


def is_whole_name(words: Wording, chunk: Chunk) -> bool:
    """ "Western Mindanao Command": the first word alone would be no name, the whole is one."""
    named = bool(chunk.class_kind) and words.capital[chunk.last - 1]
    return named and (chunk.last - chunk.first > chunk.class_words + 1 or _is_group_after_article(words, chunk))


def _is_group_after_article(words: Wording, chunk: Chunk) -> bool:
    """ "the Islamic Front": two words, of which the first is no name by itself, and no direction."""
    group = chunk.class_kind == ActorKind.ARMED_GROUP.value and chunk.last - chunk.first == chunk.class_words + 1
    after_article = chunk.first > 0 and words.fold[chunk.first - 1] == "the" and not words.broken[chunk.first]
    return group and after_article and words.fold[chunk.first] not in lexicon.words("directions")


def read_the_west(findings: Findings, at: int) -> int:
    """ "the West", "Western threats": the western states as one actor; gives ``at`` where the word is a direction."""
    words = findings.words
    if words.fold[at] not in {"west", "western"}:
        return at
    following = words.fold[at + 1] if at + 1 < len(words) and not words.broken[at + 1] else ""
    if words.fold[at] == "western":
        acts = following in lexicon.words("state_deeds")
    else:
        alone = following != "of" and not (following and words.capital[at + 1])
        acts = alone and at > 0 and words.fold[at - 1] == "the"
    return findings.add(Found(at, at + 1, ActorKind.COLLECTIVE, "Western powers", "the West")) if acts else at


def read_site(findings: Findings, at: int) -> int:
    """ "Aurora.com": a medium called by the address of its site; gives ``at`` where none begins."""
    words = findings.words
    last = at + 3
    glued = last <= len(words) and words.text[at + 1] == "." and words.begin[at + 2] == words.end[at] + 1
    if not glued or words.text[at + 2] not in _DOMAINS or words.broken[at + 2]:
        return at
    label = words.written(at, last)
    return findings.add(Found(at, last, ActorKind.MEDIA_ORGANIZATION, label, "site"))
