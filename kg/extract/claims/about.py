"""What a claim is about: the strikes, agreements, zones, actors and earlier claims that its words speak of."""

from collections.abc import Iterable, Sequence

from kg.extract.claims.about_before import events_before, several_strikes
from kg.extract.claims.about_claims import claims_meant
from kg.extract.claims.about_meant import counted, meant_by_pronoun
from kg.extract.claims.actors_meant import Roles, actors_meant
from kg.extract.claims.said_words import said_words
from kg.extract.claims.saying import Saying
from kg.extract.claims.told_things import Subjects
from kg.records import Claim, Fact, Ref, Span, Stance

_EVENTS = frozenset({"strike", "agreement"})


def about(subjects: Subjects, saying: Saying, stance: Stance, earlier: Sequence[Claim]) -> tuple[Fact, ...]:
    """The nodes that the words said speak of, each with the words that name it, in text order and once each."""
    content = saying.content
    said = said_words(subjects.page, saying)
    found: dict[Ref, Fact] = {}
    speakers = {speaker.ref for speaker in saying.speakers}

    def add(items: Iterable[tuple[Span, Ref]], rule: str) -> None:
        for span, ref in items:
            found.setdefault(ref, Fact(ref, span, rule))

    for part in said:
        add(subjects.strikes_in(part), "about.strike")
        add(subjects.agreements_in(part), "about.agreement")
    add(several_strikes(subjects, content), "about.several-strikes")
    named = [each for part in said for each in subjects.named_in(part)]
    add([(span, ref) for span, ref in named if ref.kind == "zone"], "about.zone")
    for rule, span, ref in claims_meant(subjects, saying, stance, earlier):
        add([(span, ref)], rule)
    if not found:
        for rule, span, ref in events_before(subjects, saying, stance):
            add([(span, ref)], rule)
    add(meant_by_pronoun(subjects, saying), "about.pronoun")
    add(((span, ref) for span, ref in counted(subjects, content) if ref not in speakers), "about.counted")
    add(((speaker.words, speaker.ref) for speaker in saying.aimed), "about.aimed")
    actors = [(span, ref) for span, ref in named if subjects.entities.is_actor(ref) and ref not in speakers]
    events = [ref for ref, fact in found.items() if ref.kind == "strike" or fact.rule == "about.agreement"]
    add(_actors_meant(subjects, content, actors, stance, events), "about.actor")
    return tuple(sorted(found.values(), key=lambda fact: (fact.words, str(fact.value))))


def _actors_meant(
    subjects: Subjects, content: Span, named: Iterable[tuple[Span, Ref]], stance: Stance, events: Iterable[Ref]
) -> list[tuple[Span, Ref]]:
    """Actors that the words said are about, beside the events that they speak of."""
    events = list(events)
    actors = [(span, ref, subjects.entities.actors[ref]) for span, ref in named]
    strikes = [subjects.strikes[ref] for ref in events if ref in subjects.strikes]
    deals = [subjects.agreements[ref] for ref in events if ref in subjects.agreements]
    return actors_meant(
        subjects.page, content, actors, stance, Roles.of(subjects.page, strikes, deals) if events else None
    )
