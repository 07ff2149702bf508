"""Who says it: the actors beside a reporting verb, and those whom the article names by a noun only."""

from dataclasses import dataclass, replace
from functools import cached_property

from kg import lexicon
from kg.extract.claims.cues import function_words, source_nouns
from kg.extract.events.fillers import Fillers
from kg.extract.events.side_words import may_be_two_states
from kg.extract.events.sides import sides_of_war, unnamed_subject
from kg.extract.names.coreference import antecedent
from kg.extract.names.entities import Entities
from kg.extract.names.kinship import kin
from kg.extract.text.page import Page
from kg.records import ActorKind, Mention, MentionKind, Ref, SegmentKind, Span

#: With these begin the keys of those whom no mention of an entity names.
PREFIX = "speaker-"
UNKNOWN = "named-speaker-"
_POINTING = frozenset({"latter", "former"})
_LONGEST_NAME = 6
_WITH_PEOPLE = frozenset({ActorKind.ARMED_GROUP, ActorKind.ARMED_FORCE, ActorKind.GOVERNMENT})
# Which words after a name tell only that it is the name of such an actor.
_CALLED = (("outlet", ActorKind.MEDIA_ORGANIZATION), ("group", ActorKind.ARMED_GROUP))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone who says something: the node and the words that name it here. first and past number those words."""

    ref: Ref
    words: Span
    first: int
    past: int
    named: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """The speakers of one verb in text order; begin is the number of the first word of their whole phrase."""

    speakers: tuple[Speaker, ...]
    begin: int
    negated: bool = False
    modal: bool = False
    passive: bool = False
    shared: bool = False


@dataclass
class Scene:
    """The words and actors of one article as the claim finders read them, and who spoke last."""

    page: Page
    entities: Entities

    def __post_init__(self) -> None:
        self.lowers = self.page.words.lowers
        self.last: tuple[Speaker, ...] = ()
        self._unknown: dict[str, Ref] = {}
        self._ending: dict[int, tuple[int, Mention]] = {}
        self._beginning: dict[int, tuple[int, Mention]] = {}
        self.covered: set[int] = set()
        for mention in self.entities.mentions:
            first, past = self.page.words.range_of(mention.span)
            if mention.kind is MentionKind.TRIGGER or first >= past:
                continue
            if mention.kind is MentionKind.NAME:
                self.covered.update(range(first, past))
            if not self.entities.is_actor(mention.denotes):
                continue
            if past - 1 not in self._ending or self._ending[past - 1][0] > first:
                self._ending[past - 1] = (first, mention)
            if first not in self._beginning or self._beginning[first][0] < past:
                self._beginning[first] = (past, mention)

    def ending(self, last: int) -> Speaker | None:
        """The actor whose words end with a word: a mention, or a noun for a source with its modifiers."""
        if last in self._ending:
            first, mention = self._ending[last]
            called = self._called(first - 1, last) if mention.kind is MentionKind.NOMINAL else None
            if called is not None:
                return called
            return Speaker(mention.denotes, mention.span, first, last + 1, mention.kind is MentionKind.NAME)
        if last in self.covered:
            return None
        return self._called(last - 1, last) or (self.described(last) if self.lowers[last] in source_nouns() else None)

    def _called(self, named: int, last: int) -> Speaker | None:
        """The medium or armed group whose name ends before a noun that only tells what it is: "NBC news", "the Amaq
        news agency", "the Houthi movement"; and whoever has the people named after it: "Hezbollah officials".
        """
        if self.lowers[last] in function_words("people of") and named in self._ending:
            first, mention = self._ending[named]
            holder = self.entities.actors.get(mention.denotes)
            if holder is not None and holder.kind in _WITH_PEOPLE and mention.kind is MentionKind.NAME:
                return Speaker(mention.denotes, mention.span, first, last + 1, True)
        words, kind = next((each for each in _CALLED if self.lowers[last] in function_words(each[0])), ("", None))
        if kind is None:
            return None
        named -= named > 0 and self.lowers[named] in function_words(words)
        if named not in self._ending:
            return None
        first, mention = self._ending[named]
        actor = self.entities.actors.get(mention.denotes)
        if actor is None or actor.kind is not kind or mention.kind is not MentionKind.NAME:
            return None
        return Speaker(mention.denotes, mention.span, first, last + 1, True)

    def starting(self, first: int) -> Speaker | None:
        """The actor whose words begin with a word."""
        if first in self._beginning:
            past, mention = self._beginning[first]
            return Speaker(mention.denotes, mention.span, first, past, mention.kind is MentionKind.NAME)
        if self.lowers[first] in source_nouns() and first not in self.covered:
            return self.described(first)
        return None

    def over(self, number: int) -> Speaker | None:
        """The actor whose words end with a word or hold it."""
        found = self.ending(number)
        if found is not None:
            return found
        for first in range(number, max(-1, number - _LONGEST_NAME), -1):
            past, mention = self._beginning.get(first, (0, None))
            if mention is not None and past > number:
                return Speaker(mention.denotes, mention.span, first, past, mention.kind is MentionKind.NAME)
        return None

    def unknown_ending(self, last: int, floor: int) -> Speaker | None:
        """A name that no mention holds, by its capitals: someone who speaks, and of whom the article tells no more."""
        first = last + 1
        while first > floor and self._is_name_word(first - 1):
            first -= 1
        return self._unknown_speaker(first, last + 1)

    def unknown_starting(self, first: int, past: int) -> Speaker | None:
        """As ``unknown_ending``, for a name of two words or more that begins with a word."""
        end = first
        while end < past and self._is_name_word(end):
            end += 1
        return self._unknown_speaker(first, end) if end - first > 1 else None

    def is_unknown(self, speakers: tuple[Speaker, ...]) -> bool:
        """Whether speakers are known by the capitals of their name only."""
        return any(speaker.ref.key.startswith(UNKNOWN) for speaker in speakers)

    def in_headline(self, number: int) -> bool:
        """Whether a word stands in a title or headline, where every word may have a capital."""
        return self.page.segment_kind(self.page.words.begins[number]) in {SegmentKind.TITLE, SegmentKind.HEADLINE}

    def _is_name_word(self, number: int) -> bool:
        form = self.page.words.forms[number]
        return (
            form[:1].isupper()
            and number not in self.covered
            and number not in self._ending
            and form.isalpha()
            and self.lowers[number] not in {"so", "thus"}
            and not any(self.lowers[number] in function_words(kind) for kind in _CLOSED)
        )

    def _is_plain(self, number: int) -> bool:
        """Whether a word has its capital only from where it stands: "Shelling reported near …"."""
        word = self.lowers[number]
        if word in lexicon.words("hostile_deeds"):
            return True
        plain = word in lexicon.words("ordinary_words") or word in lexicon.words("headline_labels")
        return plain and self.in_headline(number)

    def _unknown_speaker(self, first: int, past: int) -> Speaker | None:
        if first >= past or past - first > _LONGEST_NAME or (past - first == 1 and self._is_plain(first)):
            return None
        words = self.page.words.span_of(first, past)
        if "\n" in self.page.text(words):
            return None
        ref = self._unknown.setdefault(self.lowers[past - 1], Ref("actor", UNKNOWN + self.page.text(words)))
        return Speaker(ref, words, first, past, named=True)

    def described(self, head: int) -> Speaker:
        """A noun for a source: the node is named by the noun with the modifiers before it."""
        first = head
        while first > 0 and head - first < 3 and self._modifies(first - 1):
            first -= 1
        words = self.page.words.span_of(first, head + 1)
        label = " ".join(self.lowers[first : head + 1])
        if first and first - 1 in self._ending and self._ending[first - 1][1].kind is MentionKind.NAME:
            label = f"{self.lowers[first - 1]} {label}"
        return Speaker(Ref("actor", PREFIX + label), words, first, head + 1)

    def _modifies(self, number: int) -> bool:
        word = self.lowers[number]
        if number in self.covered or not word.isalpha() or word.endswith("ly") or len(word) < 3:
            return False
        after = self.page.words.begins[number + 1]
        if self.page.words.spans[number].end + 1 != after or self.page.article.text[after - 1] == "\n":
            return False
        return not any(word in function_words(kind) for kind in _CLOSED) and not word.endswith(("ed", "ing"))

    @cached_property
    def fillers(self) -> Fillers:
        """The mentions of the article, for whom words mean that only count or point: "both sides", "the latter"."""
        return Fillers(self.page, self.entities)

    def counted(self, speakers: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
        """The speakers, with those in place of "the two sides" or "the latter" whom these words mean."""
        found: list[Speaker] = []
        for speaker in speakers:
            meant = [] if speaker.named else self._counted(speaker)
            found.extend(replace(speaker, ref=ref) for ref in meant)
            found.extend(() if meant else (speaker,))
        return tuple(found)

    def _counted(self, speaker: Speaker) -> list[Ref]:
        words = self.page.text(speaker.words).lower()
        if may_be_two_states(words) and self.lowers[speaker.past : speaker.past + 1] != ["("]:
            return sides_of_war(self.page, self.fillers, speaker.words)
        if words in _POINTING:
            return [each.denotes for each in unnamed_subject(self.page, self.fillers, speaker.words)]
        return []

    @cached_property
    def people(self) -> frozenset[Ref]:
        """Actors that are persons."""
        return frozenset(ref for ref, actor in self.entities.actors.items() if actor.kind is ActorKind.PERSON)

    @cached_property
    def kin(self) -> dict[Ref, frozenset[Ref]]:
        """For each actor the others of its state."""
        return kin(self.entities.actors)

    def describes_person(self, speaker: Speaker) -> bool:
        """Whether a speaker without a node is one human being by the noun that describes it."""
        head = self.lowers[speaker.past - 1] if speaker.past else ""
        return speaker.ref not in self.entities.actors and source_nouns().get(head) is ActorKind.PERSON

    def is_medium(self, speaker: Speaker) -> bool:
        """Whether a speaker is a medium, to which others speak."""
        actor = self.entities.actors.get(speaker.ref)
        return actor is not None and actor.kind is ActorKind.MEDIA_ORGANIZATION

    def is_body(self, speaker: Speaker) -> bool:
        """Whether a speaker is neither a human being nor people described, so that "who" cannot mean it."""
        actor = self.entities.actors.get(speaker.ref)
        return actor is not None and actor.kind not in {ActorKind.PERSON, ActorKind.COLLECTIVE}

    def is_many(self, speaker: Speaker) -> bool:
        """Whether a speaker is people described in the plural, whom "it" cannot mean."""
        actor = self.entities.actors.get(speaker.ref)
        return actor is not None and actor.kind is ActorKind.COLLECTIVE and actor.label.endswith("s")

    def may_head(self, speaker: Speaker) -> bool:
        """Whether "X: …" in a headline has X say it; a country before a colon is a topic as often."""
        actor = self.entities.actors.get(speaker.ref)
        return actor is None or actor.kind is not ActorKind.STATE

    def antecedent(self, pronoun: Span) -> Ref | None:
        """The actor that a pronoun takes up."""
        return antecedent(self.page, self.entities, pronoun)


_CLOSED = (
    "determiner",
    "preposition",
    "auxiliary",
    "modal",
    "negation",
    "adverb",
    "conjunction",
    "pronoun",
    "weekday",
    "month",
    "relative",
    "aside",
    "break",
)
