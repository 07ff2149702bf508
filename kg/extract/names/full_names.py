"""Names that an acronym in brackets behind them explains: "Framework for the Defence of the Delta (CSP-DPA)"."""

from kg import lexicon
from kg.extract.names.findings import Findings
from kg.extract.names.found import Found
from kg.extract.names.wording import Wording
from kg.records import ActorKind

RULE = "name with its acronym"
_LINKS = frozenset({"of", "for", "the", "and", "in", "to", "on", "de", "du", "des", "la", "le", "para", "pour"})
_LONGEST = 14
_FEWEST = 3  # words with a capital
_SHORTEST_ACRONYM = 3


def read_full_name(findings: Findings, at: int) -> int:
    """A name and the acronym in brackets right behind it; gives where it ends, ``at`` where none begins there."""
    words, last = findings.words, at
    while last < min(at + _LONGEST, len(words)) and (last == at or not words.broken[last]):
        if not ((words.capital[last] and words.alphabetic[last]) or words.fold[last] in _LINKS):
            break
        last += 1
    capitals = [n for n in range(at, last) if words.capital[n]]
    end = _acronym_end(words, last + 1) if words.text[last : last + 1] == ["("] else 0
    closed = end and words.text[end : end + 1] == [")"]
    linked = any(words.fold[n] in _LINKS for n in range(at, last))
    if not closed or len(capitals) < _FEWEST or not linked or capitals[-1] != last - 1 or _is_thing(words, capitals):
        return at
    label = words.written(at, last)
    findings.add(Found(at, last, ActorKind.ORGANIZATION, label, RULE))
    return findings.add(Found(last + 1, end, ActorKind.ORGANIZATION, label, RULE))


def read_acronym(findings: Findings, at: int) -> int:
    """An acronym, or its part before a hyphen, that the article has explained; gives ``at`` where none stands there."""
    words = findings.words
    full = [each for each in findings.found if each.rule == RULE and words.text[each.first].isupper()]
    for each in full:
        whole = words.text[each.first : each.last]
        for part in (whole, whole[:1]):
            end = at + len(part)
            if words.text[at:end] == part and not (end < len(words) and words.joined[end]):
                return findings.add(Found(at, end, each.kind, each.label, RULE))
    return at


def _acronym_end(words: Wording, at: int) -> int:
    """Where an acronym ends that begins at a word, with parts joined by hyphens; 0 where none does."""
    if at >= len(words) or not words.text[at].isupper() or len(words.text[at]) < _SHORTEST_ACRONYM:
        return 0
    end = at + 1
    while end < len(words) and words.joined[end] and words.text[end].isupper():
        end += 1
    return end


def _is_thing(words: Wording, capitals: list[int]) -> bool:
    """Whether a deal, a plan or another thing is named, which does nothing."""
    things = (lexicon.words("thing_nouns") | lexicon.words("deal_names") | lexicon.words("deal_nouns")) - {"framework"}
    return any(words.fold[n] in things for n in capitals)
