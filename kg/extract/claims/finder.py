"""Claims: each act of saying that an article reports, with who, stance, words and what it is about."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

from kg import lexicon
from kg.extract.claims.about import about
from kg.extract.claims.answered import with_allegations
from kg.extract.claims.claimants import Scene, Speaker
from kg.extract.claims.claims_told import with_claims_told
from kg.extract.claims.own_side import of_self
from kg.extract.claims.responsible import is_own_share, responsible
from kg.extract.claims.saying import Saying
from kg.extract.claims.sayings import find_sayings
from kg.extract.claims.stance import stance_of
from kg.extract.claims.told_things import Subjects
from kg.extract.names.entities import Entities
from kg.extract.text.page import Page
from kg.records import Agreement, Claim, Fact, Ref, Span, Stance, Strike

_ANNOUNCING = frozenset({"announce", "declare"})
_PREDICATING = frozenset({"call", "describe", "characterise", "consider", "regard"})
_GROUPS = frozenset({"group", "faction", "regime", "side"})
_MEANT = frozenset({"him", "her", "it", "them", "us", "each", "one"})


def find_claims(
    page: Page, entities: Entities, strikes: Sequence[Strike], agreements: Sequence[Agreement]
) -> tuple[Claim, ...]:
    """The claims of an article in text order; joint claimants make one claim each with the same content.

    A claimant whom no entity mention names ("officials") has a Ref that is no key of ``entities.actors``;
    ``unnamed.unnamed_actors`` gives its node.
    """
    scene = Scene(page, entities)
    subjects = Subjects(page, entities, strikes, agreements)
    claims: list[Claim] = []
    keys: Counter[str] = Counter()
    sayings: list[Saying] = []
    for saying in find_sayings(scene):
        made = _of_saying(scene, subjects, saying, claims, keys)
        claims.extend(made)
        sayings.extend(saying for _ in made)
    return with_claims_told(with_allegations(scene, subjects, sayings, claims))


def _of_saying(
    scene: Scene, subjects: Subjects, saying: Saying, earlier: list[Claim], keys: Counter[str]
) -> list[Claim]:
    content = scene.page.text(saying.content)
    stance, source = stance_of(saying.stance, content, of_self(scene, saying), _frame(saying.lemma))
    if stance is Stance.CONDEMNS and not _blames(scene, saying):
        stance, source = Stance.ASSERTS, "no blame"
    meant = about(subjects, saying, stance, earlier)
    blamed = responsible(subjects, saying, stance)
    words = saying.cue or saying.content
    evidence = _evidence(scene.page, saying)
    found = []
    for speaker in saying.speakers or (None,):
        key = f"{saying.content.begin}-{saying.content.end}"
        keys[key] += 1
        found.append(
            Claim(
                Ref("claim", key if keys[key] == 1 else f"{key}-{keys[key]}"),
                saying.content,
                Fact(stance, words, f"stance.{source}"),
                _claimant(speaker, saying),
                saying.cue,
                meant,
                tuple(fact for fact in blamed if not (speaker and is_own_share(fact, speaker.ref))),
                evidence,
            )
        )
    return found


def _blames(scene: Scene, saying: Saying) -> bool:
    """Whether what is said may be blame: not a cause that is nobody ("blamed fog"), nor what nobody judges."""
    if saying.lemma == "blame":
        named = scene.entities.within(saying.content)
        somebody = any(scene.entities.is_actor(m.denotes) for m in named) or _of_people(scene, saying)
        return bool(saying.aimed) or somebody or _by_pronoun(scene, saying)
    return bool(saying.speakers) or saying.stance is Stance.CONDEMNS


def _of_people(scene: Scene, saying: Saying) -> bool:
    """Whether words said are of people who are described, without a name that is known: "a youth group called X"."""
    first, past = scene.page.words.range_of(saying.content)
    return any(word in _people_nouns() for word in scene.lowers[first:past])


@cache
def _people_nouns() -> frozenset[str]:
    rows = lexicon.table("people_nouns")
    return frozenset({row[form] for row in rows for form in ("noun", "singular") if row[form]} | _GROUPS)


def _by_pronoun(scene: Scene, saying: Saying) -> bool:
    first, past = scene.page.words.range_of(saying.content)
    return not _MEANT.isdisjoint(scene.lowers[first : min(past, first + 2)])


def _frame(lemma: str) -> str:
    if lemma in _PREDICATING:
        return "predicate"
    return "announced" if lemma in _ANNOUNCING else ""


def _claimant(speaker: Speaker | None, saying: Saying) -> Fact | None:
    return Fact(speaker.ref, speaker.words, f"claimant.{saying.construction}") if speaker else None


def _evidence(page: Page, saying: Saying) -> tuple[Span, ...]:
    """The sentences that hold the cue, the claimants and the words said."""
    spans = [saying.content, *([saying.cue] if saying.cue else []), *(s.words for s in saying.speakers)]
    sentences = {page.sentence_of(span) for span in spans} | {
        page.sentence_of(Span(saying.content.end - 1, saying.content.end))
    }
    return tuple(sorted(sentences))
