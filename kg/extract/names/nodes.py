"""From found words to nodes: what is meant by several mentions is one actor or place of the article."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg import gazetteer, lexicon
from kg.extract.names.entities import Entities
from kg.extract.names.found import Found
from kg.extract.names.nation_places import CAPITAL
from kg.extract.names.same_name import unify
from kg.extract.names.wording import Wording
from kg.extract.text.page import Page
from kg.gazetteer import Entry
from kg.names import slug
from kg.records import Actor, ActorKind, Fact, Mention, MentionKind, Place, Ref, Span

_TAKEN_UP = frozenset({"taken up", "organ of the state named", "organ of the state spoken of", CAPITAL})
_ATTACKERS = "gunmen"
_KNOWN = (["the"], ["these"], ["those"], ["both"])
_NO_COUNTS = frozenset({"several", "at", "more", "hundreds", "thousands", "dozens", "scores"})
_BODIES = frozenset({ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE})


@dataclass
class Node:
    """One actor or place under construction."""

    ref: Ref
    kind: ActorKind | None
    label: str
    found: list[Found] = field(default_factory=list)


def build(words: Wording, every: Iterable[Found]) -> dict[Ref, Node]:
    """Nodes by their name, each with what was found of it in text order."""
    every = unify(words, every)
    states = _states_mentioned(every)
    nodes: dict[Ref, Node] = {}
    counted: dict[str, str] = {}
    for each in sorted(every, key=lambda f: (f.first, f.last)):
        ref, label, kind = _name_of(_by_count(words, each, counted), states)
        nodes.setdefault(ref, Node(ref, kind, label)).found.append(each)
    return nodes


def _by_count(words: Wording, each: Found, counted: dict[str, str]) -> Found:
    """People counted are others than those of another count or of none ("ten soldiers", "soldiers"), unless they are
    attackers whom "the gunmen" takes up. counted: the last count of each group so far.
    """
    if each.kind is not ActorKind.COLLECTIVE or each.form is not MentionKind.NOMINAL or not each.group:
        return each
    number = next((word for word in words.fold[max(0, each.first - 1) : each.last - 1] if _is_number(word)), "")
    if number:
        counted[each.group] = number
    elif each.group == _ATTACKERS and words.fold[each.first - 1 : each.first] in _KNOWN:
        number = counted.get(each.group, "")
    return replace(each, group=f"{number} {each.group}") if number else each


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or word in lexicon.words("small_numbers") - _NO_COUNTS


def _states_mentioned(every: Iterable[Found]) -> frozenset[str]:
    return frozenset(f.known[0].state for f in every if f.known and f.known[0].kind is ActorKind.STATE)


def _name_of(each: Found, states: frozenset[str]) -> tuple[Ref, str, ActorKind | None]:
    if each.form is not MentionKind.NAME and each.rule not in _TAKEN_UP:
        return Ref("actor", slug(each.group or each.label)), each.label, each.kind
    fitting = (
        tuple(entry for entry in each.known if entry.is_place)
        if each.is_place
        else tuple(e for e in each.known if e.kind is each.kind)
    )
    entry = _choose(fitting, states) if fitting else None
    if entry is not None:
        return Ref("place" if each.is_place else "actor", entry.key, True), _label(entry), each.kind
    if each.state and not each.is_place and each.kind in _BODIES:
        known = next((e for e in gazetteer.lookup(each.label) if e.kind in _BODIES), None)
        key = known.key if known else each.label
        return Ref("actor", key, True), key, each.kind
    return Ref("place" if each.is_place else "actor", slug(each.label)), each.label, each.kind


def _label(entry: Entry) -> str:
    return entry.names[0] if entry.level in {"city", "province", "region"} else entry.key


def _choose(known: tuple[Entry, ...], states: frozenset[str]) -> Entry:
    """Of namesakes one in a state that the article speaks of, if any; a city before its province."""
    here = [entry for entry in known if entry.state in states]
    candidates = here or list(known)
    return max(candidates, key=lambda entry: (entry.level == "country", entry.population, entry.level == "city"))


def finish(page: Page, words: Wording, nodes: dict[Ref, Node]) -> Entities:
    """Records of the nodes, with mentions in text order."""
    actors, places, mentions = {}, {}, []
    for ref, node in nodes.items():
        spans = [words.span(f.first, f.last) for f in node.found]
        mentions += [Mention(span, f.form, ref) for span, f in zip(spans, node.found, strict=True)]
        evidence = tuple(dict.fromkeys(page.sentence_of(span) for span in spans))
        label, others = _labels(page, node, spans)
        if node.kind is None:
            places[ref] = Place(ref, label, others, evidence=evidence)
        else:
            actors[ref] = Actor(
                ref,
                node.kind,
                label,
                others,
                _role_titles(page, words, node),
                evidence=evidence,
            )
    return Entities(actors, places, tuple(sorted(mentions, key=lambda m: (m.span, m.denotes))), {})


def _labels(page: Page, node: Node, spans: list[Span]) -> tuple[str, tuple[str, ...]]:
    """The label, and the other names that the article uses."""
    written = [page.text(span) for span, f in zip(spans, node.found, strict=True) if f.form is MentionKind.NAME]
    label = (
        node.label if node.ref.known or not written else max(written, key=lambda name: (len(name), not name.isupper()))
    )
    if not written and not node.ref.known:
        label = page.text(spans[0])
    return label, tuple(dict.fromkeys(name for name in written if name != label))


def _role_titles(page: Page, words: Wording, node: Node) -> tuple[Fact, ...]:
    titles: dict[str, Fact] = {}
    for each in node.found:
        if each.title is not None:
            span = words.span(*each.title)
            titles.setdefault(page.text(span), Fact(page.text(span), span, "title before a name"))
    return tuple(titles.values())
