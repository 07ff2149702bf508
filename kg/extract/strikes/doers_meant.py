"""Who does a deed whose subject is a pronoun or a possessed force: "they attacked", "its fighters"."""

from bisect import bisect_left
from typing import Final

from kg import lexicon
from kg.extract.claims.cues import reporting_verbs
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.frame import Frame
from kg.extract.grammar.subjects import subject_phrase
from kg.extract.grammar.tree import SUBJECTS
from kg.extract.names.coreference import antecedent
from kg.extract.strikes.roles import facts
from kg.extract.text.page import Page
from kg.records import ActorKind, Fact, Mention, MentionKind, Ref, Span

_PRONOUNS: Final = frozenset({"they", "it", "he", "she", "we"})
_POSSESSIVES: Final = frozenset({"its", "their", "his", "her"})
_PERSONAL: Final = frozenset({"he", "she", "his", "her", "him"})
_NEUTER: Final = frozenset({"it", "its"})
_HELPED_IN: Final = frozenset({"in", "during", "for", "with"})
_FORCES: Final = frozenset({ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP})
_COMMANDERS: Final = (["commander"], ["general"], ["officer"], ["leader"], ["chief"], ["spokesman"])
_OWN_WORDS: Final = 4
_ORGANS: Final = frozenset(
    {"army", "government", "navy", "military", "regime", "police", "militia"}
    | {"rebel", "militant", "insurgent", "separatist", "jihadist"}
)
_ORGANS_BACK: Final = 80
_SIDES: Final = frozenset({"both", "sides", "parties"})
_SIDES_REACH: Final = 4
_GUN_SITES: Final = frozenset({"side", "positions", "lines", "trenches", "guns", "batteries", "warships", "boats"})
_SIDE_REACH: Final = 3
#: What "it" does that is a weapon: "from where it struck", "it went off".
_OF_WEAPONS: Final = frozenset(
    {"struck", "hit", "landed", "fell", "exploded", "detonated", "went off", "crashed", "slammed", "blew up"}
)
COMMANDED: Final = "strike.possessive-commander"


def doer_meant(fillers: Fillers, frame: Frame) -> list[Fact]:
    """Who a pronoun subject means: the first actor of its sentence before it that no preposition rules, else the actor
    that the sentences before suggest.
    """
    page, words = fillers.page, fillers.page.words
    if frame.subject is None:
        return []
    at = words.range_of(frame.subject)[1] - 1
    if words.lowers[at] not in _PRONOUNS:
        return owner_of_force(fillers, frame.subject)
    alone = frame.object is None or not page.text(frame.object)[0].isalnum() or words.lowers[at - 1] == "where"
    if words.lowers[at] == "it" and alone and page.text(frame.trigger).lower() in _OF_WEAPONS:
        return []
    quoted = fillers.quotation_of(words.spans[at].begin)
    if quoted is not None and not quoted.begin <= frame.trigger.begin < quoted.end:
        return []
    if words.lowers[at] == "we" and (telling := _teller(fillers, words.spans[at])) is not None:
        return [Fact(m.denotes, words.spans[at], "strike.speaker") for m in telling[:1]]
    sentence = page.sentence_of(frame.trigger)
    before = Span(sentence.begin, max(sentence.begin, words.spans[at].begin))
    actors = _speaker_over(fillers, words.spans[at], before)
    if quoted is not None:
        before = Span(max(before.begin, quoted.begin), before.end) if before.end > quoted.begin else before
    actors = actors or fillers.heads(before, lambda m: fillers.is_doer(m) and suits(fillers, words.lowers[at], m))
    actors = actors or [m for m in fillers.within(before) if _may_go_on(fillers, m, words.lowers[at], before)]
    if actors:
        return [Fact(actors[0].denotes, words.spans[at], "strike.pronoun")]
    if quoted is not None and words.lowers[at] != "we":
        return []  # "They shelled us", somebody says of whom he does not name
    meant = _subject_before(fillers, words.spans[at]) or antecedent(page, fillers.entities, words.spans[at])
    if meant is None or not _may_do(fillers, meant):
        return []
    rule = "strike.speaker" if words.lowers[at] == "we" else "strike.pronoun-before"
    return [Fact(fillers.named(meant, words.spans[at].begin), words.spans[at], rule)]


def _speaker_over(fillers: Fillers, pronoun: Span, before: Span) -> list[Mention]:
    """The subject of the verb of saying under which a pronoun stands: "the government denies that it attacked"."""
    page = fillers.page
    suited = [m for m in fillers.within(before) if fillers.is_doer(m) and suits(fillers, page.text(pronoun).lower(), m)]
    over = [m for m in reversed(suited) if _is_subject_over(page, m, pronoun)]
    telling = [m for m in over[:1] if page.tokens(m.span).root.head.lower_ in reporting_verbs()]
    return [fillers.group_of(m) for m in telling]


def _teller(fillers: Fillers, pronoun: Span) -> list[Mention] | None:
    """Whom "we" in a quotation has for its speaker, by the verb of saying beside it; None where none stands there."""
    page = fillers.page
    if not page.has_tree:
        return None
    over = (t for t in page.tokens(pronoun).root.ancestors if t.lower_ in reporting_verbs())
    told = [c for verb in over for c in verb.children if c.dep_ in SUBJECTS and c.lower_ not in _PRONOUNS]
    return fillers.subjects(subject_phrase(told[0]), fillers.is_doer) if told else None


def _may_do(fillers: Fillers, ref: Ref) -> bool:
    """Whether an actor that a pronoun means may be a doer: neither press nor those harmed."""
    actor = fillers.entities.actors[ref]
    return actor.kind is not ActorKind.MEDIA_ORGANIZATION and actor.label.lower().split()[-1] not in lexicon.words(
        "not_doers"
    )


def _subject_before(fillers: Fillers, pronoun: Span) -> Ref | None:
    """The actor that is the subject of the sentence before, where a pronoun can take it up."""
    page = fillers.page
    at = bisect_left(page.sentences, page.sentence_of(pronoun))
    if not page.has_tree or at == 0:
        return None
    for mention in reversed(fillers.within(page.sentences[at - 1])):
        token = page.tokens(mention.span).root
        if token.dep_ == "nsubj" and token.head.dep_ == "ROOT" and fillers.is_doer(mention):
            return mention.denotes if suits(fillers, page.text(pronoun).lower(), mention) else None
    return None


def person_meant(fillers: Fillers, phrase: Span | None) -> list[Fact]:
    """The person whom "he", "him" or "her" means, as the one whom an attack harms."""
    page = fillers.page
    if phrase is None or page.text(phrase).lower() not in _PERSONAL:
        return []
    meant = antecedent(page, fillers.entities, phrase)
    actor = fillers.entities.actors.get(meant) if meant else None
    if meant is None or actor is None or actor.kind is not ActorKind.PERSON:
        return []
    return [Fact(meant, phrase, "strike.pronoun-harmed")]


def owner_of_force(fillers: Fillers, subject: Span) -> list[Fact]:
    """Whose force or weapon a subject names by a possessive: "its fighters", "their artillery"."""
    words = fillers.page.words
    first, past = words.range_of(subject)
    joined = "and" in words.lowers[first:past]
    if words.lowers[first] not in _POSSESSIVES or (past - first > _OWN_WORDS and not joined):
        return []
    if not any(words.lowers[n] in lexicon.words("own_forces") for n in range(first + 1, past)):
        return []
    meant = _possessor(fillers, words.spans[first])
    if meant is None:
        return []
    of_commander = words.lowers[first] in _PERSONAL and _commanded(fillers, words.spans[first]) is not None
    rule = COMMANDED if of_commander else "strike.possessive"
    beside = [m for m in fillers.within(subject) if fillers.is_doer(m) and m.kind is MentionKind.NAME]
    others = [m for m in beside if words.lowers[words.range_of(m.span)[0] - 1] == "and"]
    return [Fact(meant, words.spans[first], rule), *facts(others, "strike.subject")]


def owner_of_deed(fillers: Fillers, premodifier: Span, helped: bool) -> list[Fact]:
    """Whose attack it is by the possessive before it: "its attacks". helped: only where another one takes part ("X
    supported Y in its attacks").
    """
    words = fillers.page.words
    first = words.range_of(premodifier)[0]
    if words.lowers[first] not in _POSSESSIVES:
        return []
    if helped and (first == 0 or words.lowers[first - 1] not in _HELPED_IN):
        return []
    meant = _possessor(fillers, words.spans[first], nearest=helped)
    return [Fact(meant, words.spans[first], "strike.possessive")] if meant else []


def organ_meant(fillers: Fillers, phrase: Span) -> list[Fact]:
    """Whose deed or machine it is by the organ that opens a phrase, the one of that name told before: "army jets",
    "government air strikes".
    """
    words = fillers.page.words
    first = words.range_of(phrase)[0]
    organ = words.lowers[first]
    opens = fillers.page.sentence_of(phrase).begin == words.spans[first].begin
    if organ not in _ORGANS or not (words.forms[first].islower() or opens):
        return []
    if any(fillers.is_doer(mention) for mention in fillers.mentions_touching(words.spans[first])):
        return []
    for mention in fillers.around(words.spans[first].begin, _ORGANS_BACK):
        if mention.span.begin <= words.spans[first].begin < mention.span.end:
            continue
        same = fillers.page.last_word(mention.span) in {organ, f"{organ}s"}
        if same and fillers.is_doer(mention):
            return [Fact(mention.denotes, words.spans[first], "strike.organ")]
    return []


def is_of_side(page: Page, phrase: Span) -> bool:
    """Whether a phrase is of a side or of where its guns stand: "the Cambodian side", "Russian positions"."""
    return not _GUN_SITES.isdisjoint(page.text(phrase).lower().split()[:_SIDE_REACH])


def _may_go_on(fillers: Fillers, mention: Mention, pronoun: str, before: Span) -> bool:
    """Whether a pronoun may take up a name before it in its sentence, which no preposition rules."""
    named = mention.kind is MentionKind.NAME and fillers.is_doer(mention) and suits(fillers, pronoun, mention)
    return named and not fillers.is_ruled(mention, before)


def suits(fillers: Fillers, pronoun: str, mention: Mention) -> bool:
    """Whether a pronoun can take up an actor: "he" a person, "it" a state, force or group, "they" any but a person."""
    actor = fillers.entities.actors.get(mention.denotes)
    if actor is None:
        return False
    person = actor.kind is ActorKind.PERSON
    if pronoun in _PERSONAL:
        return person
    several = actor.kind is ActorKind.COLLECTIVE and fillers.page.text(mention.span).endswith("s")
    return not person and (pronoun not in _NEUTER or not several)


def _commanded(fillers: Fillers, pronoun: Span) -> Ref | None:
    """The force whose commander says "his forces": "a Syrian Army commander said his forces …"."""
    words = fillers.page.words
    sentence = fillers.page.sentence_of(pronoun)
    for mention in reversed(fillers.within(Span(sentence.begin, max(sentence.begin, pronoun.begin)))):
        after = words.range_of(mention.span)[1]
        actor = fillers.entities.actors.get(mention.denotes)
        if actor is not None and actor.kind in _FORCES and words.lowers[after : after + 1] in _COMMANDERS:
            return mention.denotes
    return None


def _is_subject_over(page: Page, mention: Mention, pronoun: Span) -> bool:
    """Whether a mention is the subject of a verb under which a pronoun stands."""
    if not page.has_tree:
        return False
    token, below = page.tokens(mention.span).root, page.tokens(pronoun).root
    return token.dep_ == "nsubj" and token.head.is_ancestor(below)


def _is_adjective(page: Page, mention: Mention) -> bool:
    """Whether a name only tells of what sort the noun behind it is: "four Syrian aircraft"."""
    return page.has_tree and page.tokens(mention.span).root.dep_ in {"amod", "compound"}


def _owns(page: Page, mention: Mention) -> bool:
    """Whether a name only tells whose the noun behind it is: "Yemen's Houthi movement"."""
    return page.article.text[mention.span.end : mention.span.end + 2] in {"'s", "’s"}


def _possessor(fillers: Fillers, pronoun: Span, nearest: bool = False) -> Ref | None:
    """The actor that a possessive takes up: the first before it in its sentence that has a name and suits it (or the
    nearest), else as usual.
    """
    page, words = fillers.page, fillers.page.words
    sentence = page.sentence_of(pronoun)
    lower = page.text(pronoun).lower()
    at = words.range_of(pronoun)[0]
    if not _SIDES.isdisjoint(words.lowers[max(0, at - _SIDES_REACH) : at]):
        return None
    if lower in _PERSONAL and (force := _commanded(fillers, pronoun)) is not None:
        return force
    before = fillers.within(Span(sentence.begin, max(sentence.begin, pronoun.begin)))
    fitting = [m for m in before if fillers.is_doer(m) and suits(fillers, lower, m)]
    subject = None if nearest else next((m for m in reversed(fitting) if _is_subject_over(page, m, pronoun)), None)
    if subject is not None:
        return subject.denotes
    named = [m for m in fitting if m.kind is MentionKind.NAME]
    named = [m for m in named if not _owns(page, m)] or named
    if nearest:
        named = [m for m in named if not fillers.is_ruled(m, sentence) and not _is_adjective(page, m)] or named
    if named:
        return named[-1 if nearest else 0].denotes
    meant = antecedent(page, fillers.entities, pronoun)
    return meant if meant is not None and _may_do(fillers, meant) else None
