"""People and things that only a common noun names and that an attack harms ("two constables", "a bus", "a wedding"),
and attackers whom no list of people has ("riders").

Only those that an attack takes up stay in the extraction.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.subjects import subject_of
from kg.extract.grammar.word_classes import DETERMINERS
from kg.extract.names.entities import Entities
from kg.extract.text.page import Page
from kg.records import Actor, ActorKind, Mention, MentionKind, Ref, Span

#: Vehicles, vessels, aircraft and gear.
THINGS: Final = lexicon.words("movable_things")
#: People together, by what they are at or for.
GATHERINGS: Final = lexicon.words("harmed_gatherings")
_AIRCRAFT: Final = frozenset(
    {f"{noun}{end}" for noun in ("jet", "plane", "warplane", "helicopter") for end in ("", "s")} | {"aircraft"}
)
_HARMING: Final = lexicon.words("harming_verbs")
_ATTACKERS: Final = lexicon.words("unnamed_attackers")
_STRIKING: Final = frozenset({"hit", "struck", "attacked", "attacking", "targeted", "targeting", "ambushed"})
_PERSONS: Final = (
    lexicon.words("person_nouns")
    | {row["title"] for row in lexicon.table("role_titles")}
    | {row["form"] for row in lexicon.table("units") if row["unit"] == "people"}
)
_STEPPING: Final = frozenset({"stepped", "trod", "steps", "stepping"})
_MINES: Final = frozenset({"mine", "landmine", "landmines", "mines", "ied"})
_COUNTED: Final = frozenset({"others"})
_NUMBERS: Final = frozenset(row["form"] for row in lexicon.table("numbers")) - {"one"}
_TELLING: Final = _STRIKING | _STEPPING | _HARMING | THINGS | GATHERINGS | _ATTACKERS
_UNHARMED: Final = (
    lexicon.words("unharmed_nouns")
    | {row["word"] for row in lexicon.table("harm_words")}
    | {form for row in lexicon.table("attacked_sites") for form in (row["noun"], row["plural"])}
    | {word for phrase in lexicon.words("weapons") for word in phrase.split()[-1:]}
    | {row["form"] for row in lexicon.table("calendar")}
)
_KNOWN: Final = frozenset({"the", "this", "that", "its", "their"})
_INSIDE: Final = frozenset({"compound", "amod", "nummod", "nmod:desc", "nmod:unmarked", "flat", "advmod"})
_SOME: Final = frozenset({"several", "many", "some", "few", "other", "more"})
_FILMED: Final = frozenset({"wedding", "weddings", "parade", "parades", "funeral", "procession"})
_CARRYING: Final = frozenset({"bus", "train", "tram", "ferry", "convoy", "motorcade", "wedding", "funeral", "tanker"})
_BLASTS: Final = frozenset(
    {"attack", "attacks", "blast", "blasts", "bombing", "bombings", "explosion", "massacre", "shooting", "ambush"}
)
_OF_MANY: Final = frozenset({"dozens", "hundreds", "scores", "thousands", "tens", "number", "couple", "handful"})


@dataclass(slots=True)
class _Told:
    """The nodes found so far. by_noun: what each noun of a thing named last."""

    actors: dict[Ref, Actor] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    by_noun: dict[str, Ref] = field(default_factory=dict)


def with_harmed(page: Page, entities: Entities) -> Entities:
    """The entities with an actor for people, things that move and gatherings that nothing but a common noun names
    and that words of harm or attack may be about.
    """
    if not page.has_tree:
        return entities
    fillers = Fillers(page, entities)
    told = _Told()
    for token in _nouns(page, fillers):
        _tell(page, fillers, told, token)
    for span in _counted_others(page, fillers):
        ref = Ref("actor", f"{span.begin}-{span.end}")
        told.actors[ref] = Actor(ref, ActorKind.COLLECTIVE, " ".join(page.text(span).split()))
        told.mentions.append(Mention(span, MentionKind.NOMINAL, ref))
    if not told.mentions:
        return entities
    every = tuple(sorted({*entities.mentions, *told.mentions}, key=lambda m: (m.span, m.denotes)))
    return Entities({**entities.actors, **told.actors}, entities.places, every, entities.zones)


def _counted_others(page: Page, fillers: Fillers) -> Iterator[Span]:
    """People whom a number alone names beside those told before: "and 11 others"."""
    words = page.words
    for at, lower in enumerate(words.lowers):
        number = words.lowers[at - 1] if at else ""
        if lower not in _COUNTED or not (number in _NUMBERS or number.isdigit()):
            continue
        span = words.span_of(at - 1, at + 1)
        if not fillers.mentions_touching(span) and words.forms[at].islower():
            yield span


def _nouns(page: Page, fillers: Fillers) -> Iterator[Token]:
    """The heads of noun phrases that no mention touches and that are things, gatherings, attackers or those harmed; in
    text order, each once.
    """
    words = page.words
    seen: set[int] = set()
    for at, lower in enumerate(words.lowers):
        if lower not in _TELLING:
            continue
        if lower in _HARMING:
            found = [t for t in _patients(page.tokens(words.spans[at]).root) if _may_be_person(t)]
            found = [t for t in found if lower != "shot" or t.lower_ not in _FILMED]
        elif lower in _STEPPING:
            found = [t for t in _steppers(page.tokens(words.spans[at]).root) if _may_be_person(t)]
        elif lower in _STRIKING:
            found = [t for t in _patients(page.tokens(words.spans[at]).root) if t.lower_ in _PERSONS]
            found = [t for t in found if _may_be_person(t)]
        elif words.forms[at].islower():
            token = page.tokens(words.spans[at]).root
            found = [token] if _may_be_thing(page, fillers, token) else []
        else:
            continue
        for token in found:
            span = Span(token.idx, token.idx + len(token))
            if token.i not in seen and not fillers.mentions_touching(span):
                seen.add(token.i)
                yield token


def _steppers(verb: Token) -> Iterator[Token]:
    """Who steps on a mine; of "he stepped on a mine" the subject of the clause above."""
    if not any(child.lower_ in _MINES for child in verb.rights):
        return
    own = subject_of(verb)
    above = subject_of(verb.head) if own is not None and own.pos_ == "PRON" and verb.dep_ == "advcl" else None
    yield from (token for token in (own, above) if token is not None)


def _may_be_thing(page: Page, fillers: Fillers, token: Token) -> bool:
    """Whether a noun heads its phrase; of aircraft that are somebody's it is the owner who is attacked, as the owner
    of fighters is who attacks.
    """
    if token.pos_ != "NOUN" or (_only_describes(token) and not is_attacked_in(token)):
        return False
    if token.lower_ in _FILMED and token.head.lower_ == "shot":
        return False
    owned = token.lower_ in _AIRCRAFT | _ATTACKERS and token.i > 0
    return not (owned and fillers.mentions_touching(Span(page.doc[token.i - 1].idx, token.idx - 1)))


def is_attacked_in(token: Token) -> bool:
    """Whether a noun stands before that of an attack on what it names: "the bus blast"; not "a truck attack"."""
    above = token.head
    return token.dep_ == "compound" and above.i == token.i + 1 and token.lower_ in _CARRYING and above.lower_ in _BLASTS


def _only_describes(token: Token) -> bool:
    """Whether a noun stands before another one of which it tells the sort: "a bus station"."""
    return token.dep_ in {"compound", "amod", "nmod:unmarked", "nmod:desc"} and token.head.i > token.i


def _patients(verb: Token) -> Iterator[Token]:
    """Those whom a verb of harm is done to: objects, passive subjects, the noun that a participle describes."""
    heads = [c for c in verb.children if c.dep_ in {"obj", "nsubj:pass"}]
    if not heads and verb.dep_ in {"conj"} and verb.head.i < verb.i:
        heads = [c for c in verb.head.children if c.dep_ == "nsubj:pass"]
    if not heads and verb.dep_ == "acl" and verb.tag_ == "VBN":
        heads = [verb.head]
    for head in heads:
        for each in (head, *(c for c in head.children if c.dep_ == "conj")):
            yield _counted(each)


def _counted(token: Token) -> Token:
    """The noun of those whom a noun only counts: "men" of "scores of men"."""
    if token.lower_ not in _OF_MANY:
        return token
    return next((c for c in token.rights if c.dep_ == "nmod" and any(t.lower_ == "of" for t in c.lefts)), token)


def _may_be_person(token: Token) -> bool:
    """Whether a word that is harmed can mean people: a common noun that is none of a thing, or a number."""
    if token.lower_ in _OF_MANY or any(c.dep_ in {"appos", "flat"} and c.pos_ == "PROPN" for c in token.children):
        return False
    if token.pos_ != "NOUN" or not token.text.islower() or _only_describes(token):
        return False
    return token.lower_ not in _UNHARMED


def _tell(page: Page, fillers: Fillers, told: _Told, token: Token) -> None:
    span = _phrase(page, fillers, token)
    noun = token.lower_.removesuffix("s")
    definite = token.left_edge.lower_ in _KNOWN or is_attacked_in(token)
    known = told.by_noun.get(noun) if definite else None
    ref = known or Ref("actor", f"{span.begin}-{span.end}")
    if known is None:
        one = token.tag_ == "NN" and token.lower_ not in GATHERINGS | THINGS
        label = " ".join(page.text(span).split())
        told.actors[ref] = Actor(ref, ActorKind.PERSON if one else ActorKind.COLLECTIVE, label)
    told.by_noun[noun] = ref
    told.mentions.append(Mention(span, MentionKind.NOMINAL, ref))


def _phrase(page: Page, fillers: Fillers, token: Token) -> Span:
    """The noun phrase of a head without determiner, possessor and the names before it."""
    first = token.i
    for child in reversed(list(token.lefts)):
        outside = child.lower_ in DETERMINERS or child.lower_ in _SOME
        if child.dep_ not in _INSIDE or child.right_edge.i != first - 1 or outside:
            break
        if any(t.dep_ in {"case", "det"} for t in child.subtree):
            break
        first = child.left_edge.i
    span = Span(page.doc[first].idx, token.idx + len(token))
    inside = [m.span.end for m in fillers.mentions_touching(span)]
    begin = max((end for end in inside if end <= token.idx), default=span.begin)
    while first < token.i and page.doc[first].idx < begin:
        first += 1
    while first < token.i and not page.doc[first].text[0].isalnum():
        first += 1
    return Span(page.doc[first].idx, span.end)
