"""Reads a text from left to right and finds what its capitalised phrases name.

At each word the most telling reading wins: a known name, a nationality with what follows it, a title with the person that it announces, a
name that its class noun explains ("Nour al-Din al-Zenki Movement"). What stays unexplained is handed on as ``Unknown``.
"""

from kg import lexicon
from kg.extract import nationality, vocabulary
from kg.extract.chunks import Chunk, chunk_at
from kg.extract.found import Found, Unknown
from kg.extract.gazetteer_match import longest_adjective, longest_name, longest_people
from kg.extract.places import is_located, read_place_name, read_seat
from kg.extract.state_use import is_place
from kg.extract.wording import Wording
from kg.gazetteer import Entry
from kg.records import ActorKind, MentionKind

_LISTING = frozenset({",", "and", "or", "the", "/"})


class NameReader:
    """One pass over the words of a text; results in ``found`` and ``unknown``, both in text order."""

    def __init__(self, words: Wording) -> None:
        self.words = words
        self.found: list[Found] = []
        self.unknown: list[Unknown] = []
        self._title: tuple[int, int] | None = None

    def read(self) -> "NameReader":
        """Finds every name."""
        at = 0
        while at < len(self.words):
            at = max(self._read_at(at), at + 1)
        return self

    def _read_at(self, at: int) -> int:
        words = self.words
        if not words.alphabetic[at]:
            return self._numbered_unit(at)
        if not words.capital[at] and not self._begins_with_particle(at):
            return self._lower(at)
        if words.fold[at] in {"operation", "resolution"} and not words.begins_sentence[at] or self._is_contraction(at):
            return max(chunk_at(words, at).last, at + 1)
        seat_end = read_seat(self, at)
        if seat_end > at:
            return seat_end
        if words.fold[at] in lexicon.words("ethnic_groups"):
            self.add(Found(at, at + 1, ActorKind.COLLECTIVE, words.text[at], "people named"))
            return at + 1
        last, meant = longest_name(words, at)
        if words.fold[at] in lexicon.words("directions") and last <= at + 1:
            return self._open(at)
        adjective_end, state = longest_adjective(words, at)
        if state is not None and adjective_end >= last:
            return self._nationality(at, adjective_end, state)
        people_end, state = longest_people(words, at)
        if state is not None and people_end >= last:
            self.add(Found(at, people_end, ActorKind.COLLECTIVE, words.text[at], "people", MentionKind.NOMINAL, group=state.key + " people"))
            return people_end
        if meant:
            end = self._known(at, last, meant)
            if end > at:
                return end
        return self._open(at)

    def _is_contraction(self, at: int) -> bool:
        return self.words.text[at].startswith(("I'", "I’"))

    def add(self, found: Found) -> None:
        self.found.append(found)

    def _begins_with_particle(self, at: int) -> bool:
        words = self.words
        return words.fold[at] in lexicon.words("name_particles") and at + 1 < len(words) and words.joined[at + 1] and words.capital[at + 1]

    def _numbered_unit(self, at: int) -> int:
        """"3rd Battalion, 6th Marines": an ordinal with a unit, and the greater unit after a comma."""
        words = self.words
        if not words.text[at][:1].isdigit() or not words.text[at].endswith(("st", "nd", "rd", "th")):
            return at + 1
        last = self._unit_end(at)
        if last == at:
            return at + 1
        if last + 1 < len(words) and words.text[last] == ",":
            greater = self._unit_end(last + 1)
            last = greater if greater > last + 1 else last
        self.add(Found(at, last, ActorKind.ARMED_FORCE, self.text(at, last), "numbered unit"))
        return last

    def _unit_end(self, at: int) -> int:
        words = self.words
        if at + 1 < len(words) and words.text[at][:1].isdigit() and words.capital[at + 1]:
            chunk = chunk_at(words, at + 1)
            row = chunk.class_row
            if row is not None and row["kind"] in {"ArmedForce", "ArmedGroup"}:
                return chunk.last
        return at

    def _lower(self, at: int) -> int:
        """A title or an organ in lower case, with the name after it."""
        words = self.words
        if words.fold[at] in lexicon.words("name_particles") and at + 1 < len(words) and words.capital[at + 1]:
            last, meant = longest_name(words, at)
            if meant and meant[0].kind is not None:
                return max(self._known(at, last, meant), at + 1)
        organ_end = vocabulary.organs().at(words, at)
        if organ_end > at:
            end = self._organ_of_state(at, organ_end)
            if end > at:
                return end
        title_end = vocabulary.titles().at(words, at)
        if title_end > at and title_end < len(words) and words.capital[title_end] and not words.broken[title_end]:
            self._title = (at, title_end)
            return title_end
        return at + 1

    def _organ_of_state(self, at: int, organ_end: int) -> int:
        """"government of Iraq", "forces of Syrian government": the organ, of, and the state."""
        words = self.words
        if organ_end + 1 >= len(words) or words.fold[organ_end] != "of":
            return at
        first = organ_end + 1 + (words.fold[organ_end + 1] == "the")
        if first >= len(words) or words.broken[first] or not words.capital[first]:
            return at
        row = vocabulary.organs().row(words, at, organ_end)
        last, meant = longest_name(words, first)
        if meant and meant[0].kind is ActorKind.STATE:
            state = meant[0]
        else:
            last, adjective = longest_adjective(words, first)
            inner = vocabulary.organs().at(words, last) if adjective and last < len(words) else last
            if adjective is None or inner == last:
                return at
            last, state = inner, adjective
        if last < len(words) and words.capital[last] and not words.broken[last]:
            last = max(last, vocabulary.organs().at(words, last))
        kind = ActorKind(row["kind"])
        self.add(Found(at, last, kind, nationality.body_label(state, words.phrase(at, organ_end)), "organ of state", state=state.key))
        return last

    def _nationality(self, at: int, adjective_end: int, state: Entry) -> int:
        chunk = chunk_at(self.words, at)
        row = chunk.class_row
        if row is not None and chunk.last > adjective_end and self.words.capital[chunk.last - 1]:
            if not row["kind"]:
                return chunk.last
            if row["kind"] == "Place":
                return read_place_name(self, at, chunk.last, (), chunk)
        if row is not None and row["kind"] in {"Organization", "MediaOrganization", "ArmedGroup"} and chunk.last - at > 2 - (row["kind"] != "ArmedGroup"):
            if vocabulary.organs().at(self.words, adjective_end) < chunk.last:
                return self._class_name(chunk)
        reading = nationality.read(self.words, at, adjective_end, state)
        if reading.title is not None:
            self._title = reading.title
        for found in reading.found:
            self.add(found)
        return reading.last

    def _known(self, at: int, last: int, meant: tuple[Entry, ...]) -> int:
        """A known name; ``at`` where the words around make it a part of something else."""
        words = self.words
        best = meant[0]
        chunk = chunk_at(words, at)
        if best.kind is ActorKind.STATE:
            return self._country(at, last, meant, chunk)
        if best.kind is None or (meant[-1].kind is None and is_located(words, at) and not words.text[at].isupper()):
            return read_place_name(self, at, last, meant, chunk)
        if best.kind is ActorKind.PERSON:
            if last < chunk.last and words.capital[last] and last - at == 1 and not self._title_in(last):
                return at
            self._person(at, last, best.key, (best,), "known person")
            return last
        row = chunk.class_row
        if row is not None and chunk.last > last and row["kind"] and chunk.first == at and row["kind"] != "Place":
            return self._class_name(chunk)
        self._title = None
        self.add(Found(at, last, best.kind, best.key, "known name", known=meant, state=nationality.key_of(best.state)))
        return last

    def _country(self, at: int, last: int, meant: tuple[Entry, ...], chunk: Chunk) -> int:
        words = self.words
        row = chunk.class_row
        if row is not None and chunk.last > last and row["kind"] in {"", "Organization", "MediaOrganization"}:
            if row["kind"] == "":
                return chunk.last
            return self._class_name(chunk)
        reading = nationality.read(words, at, last, meant[0], name=True)
        if reading.title is not None:
            self._title = reading.title
        if not reading.plain:
            for found in reading.found:
                self.add(found)
            return reading.last
        if self._title is not None and self._title[1] == at:
            self._title = None
        if is_place(words, at, last) or self._after_place(at):
            first = at - (words.fold[at - 1] in lexicon.words("directions") and at > 0 and not words.broken[at])
            label = meant[0].key if first == at else self.text(first, last)
            known = meant if first == at else ()
            self.add(Found(first, last, None, label, "country as place", known=known))
        elif self._in_list_after_place(at):
            self.add(Found(at, last, None, meant[0].key, "country in a list of places", known=meant))
        else:
            self.add(Found(at, last, ActorKind.STATE, meant[0].key, "country as state", known=meant))
        return last

    def _after_place(self, at: int) -> bool:
        """"Mosul, Iraq": a country after a place and a comma."""
        words, before = self.words, self.found[-1] if self.found else None
        if at == 0 or words.text[at - 1] != ",":
            return False
        if self.unknown and self.unknown[-1].last == at - 1 and is_located(words, self.unknown[-1].first):
            return True
        country = before is not None and bool(before.known) and before.known[0].kind is ActorKind.STATE
        return before is not None and before.is_place and before.last == at - 1 and not country

    def _in_list_after_place(self, at: int) -> bool:
        """A country joined by a comma, "and" or "or" to one that only locates."""
        words, before = self.words, self.found[-1] if self.found else None
        if before is None or not before.is_place or words.broken[at]:
            return False
        between = set(words.fold[before.last : at])
        return between <= _LISTING and bool(between - {"the"})

    def _open(self, at: int) -> int:
        """A capitalised phrase that the gazetteer does not know as a whole."""
        words = self.words
        if words.fold[at] in lexicon.words("honorifics") and at + 1 < len(words) and words.capital[at + 1]:
            self._title = (at, at + 1)
            return at + 1
        title_end = vocabulary.titles().at(words, at)
        if title_end > at:
            following = title_end < len(words) and words.capital[title_end] and not words.broken[title_end]
            if following:
                self._title = (self._title[0], title_end) if self._title and self._title[1] == at else (at, title_end)
            return title_end
        if words.begins_sentence[at] and words.fold[at] in lexicon.words("sentence_openers"):
            return at + 1
        if words.fold[at] in {"west", "western"} and self._the_west(at):
            return at + 1
        if words.fold[at] in lexicon.words("directions") and at + 1 < len(words) and longest_name(words, at + 1)[1] and not chunk_at(words, at).class_words:
            return at + 1
        if words.fold[at] in lexicon.words("not_names") and self._named_by_class(at):
            return self._class_name(chunk_at(words, at))
        if words.fold[at] in lexicon.words("not_names") or len(words.text[at]) == 1:
            return at + 1
        if words.fold[at] in lexicon.words("title_modifiers") and self._title_in(at + 1):
            return at + 1
        organ_end = vocabulary.organs().at(words, at)
        if organ_end > at:
            end = self._organ_of_state(at, organ_end)
            if end > at:
                return end
        chunk = chunk_at(words, at)
        if self._title is not None and self._title[1] == at and not self._ends_in_class_noun(chunk):
            last = self._person_end(at, chunk.last)
            self._person(at, last, self.text(at, last), (), "title")
            return last
        return self._class_name(chunk) if chunk.class_row is not None else self._unexplained(chunk)

    def _named_by_class(self, at: int) -> bool:
        """"Western Mindanao Command": the first word alone would be no name, the whole is one."""
        chunk = chunk_at(self.words, at)
        return chunk.class_row is not None and bool(chunk.class_row["kind"]) and self.words.capital[chunk.last - 1] and chunk.last - at > chunk.class_words + 1

    def _the_west(self, at: int) -> bool:
        """"the West", "Western threats": the western states as one actor."""
        words = self.words
        following = words.fold[at + 1] if at + 1 < len(words) and not words.broken[at + 1] else ""
        if words.fold[at] == "west":
            acts = at > 0 and words.fold[at - 1] == "the" and following != "of" and not words.capital[min(at + 1, len(words) - 1)]
        else:
            acts = following in lexicon.words("state_deeds")
        if acts:
            self.add(Found(at, at + 1, ActorKind.COLLECTIVE, "Western powers", "the West"))
        return acts

    def _ends_in_class_noun(self, chunk: Chunk) -> bool:
        """"General Assembly", "King Hussein Bridge": no person follows the title."""
        if chunk.class_row is None:
            return False
        return vocabulary.class_nouns().at(self.words, chunk.last - chunk.class_words) == chunk.last

    def _class_name(self, chunk: Chunk) -> int:
        """A name explained by its class noun."""
        row = chunk.class_row
        assert row is not None
        self._title = None
        if not row["kind"]:
            return chunk.last
        if row["kind"] == "Place":
            return read_place_name(self, chunk.first, chunk.last, (), chunk)
        only_class_noun = chunk.last - chunk.first == 1 or chunk.class_words == chunk.last - chunk.first
        if only_class_noun:
            return self._short_form(chunk)
        label = self.text(chunk.first, chunk.last)
        self.add(Found(chunk.first, chunk.last, ActorKind(row["kind"]), label, "class noun"))
        return chunk.last

    def _short_form(self, chunk: Chunk) -> int:
        """"Parliament", "the Coast Guard", "the Coalition": a class noun alone with a capital is short for a name."""
        words = self.words
        organ_end = max(vocabulary.organs().at(words, chunk.first), chunk.last)
        row = vocabulary.organs().rows.get(words.phrase(chunk.first, organ_end))
        coalition = words.fold[chunk.first] == "coalition"
        if words.begins_sentence[chunk.first] and not (coalition and self._coalition_end(chunk.last) > chunk.last):
            return chunk.last
        if coalition:
            last = self._coalition_end(chunk.last)
            self.add(Found(chunk.first, last, ActorKind.ORGANIZATION, "Coalition", "short form of a class noun"))
            return last
        if row is not None:
            self.add(Found(chunk.first, organ_end, ActorKind(row["kind"]), self.text(chunk.first, organ_end), "short form of a class noun"))
        return organ_end

    def _coalition_end(self, last: int) -> int:
        """"Coalition military forces" is one name."""
        words = self.words
        if last < len(words) and not words.broken[last] and not words.capital[last]:
            return max(last, vocabulary.organs().at(words, last))
        return last

    def _unexplained(self, chunk: Chunk) -> int:
        words = self.words
        if words.fold[chunk.first] in lexicon.words("given_names") and chunk.last - chunk.first > 1:
            last = self._person_end(chunk.first, chunk.last)
            self._person(chunk.first, last, self.text(chunk.first, last), (), "given name")
            return last
        self._title = None
        end = chunk.first + 1
        while end < chunk.last and not self._starts_known(end):
            end += 1
        self.unknown.append(Unknown(chunk.first, end))
        return end

    def _starts_known(self, at: int) -> bool:
        last, meant = longest_name(self.words, at)
        strong = bool(meant) and meant[0].kind is not None
        return strong or longest_adjective(self.words, at)[1] is not None or self._title_in(at)

    def _title_in(self, at: int) -> bool:
        return at < len(self.words) and vocabulary.titles().at(self.words, at) > at

    def _person_end(self, first: int, limit: int) -> int:
        """Where a person's name ends: before a state, a known body, or a word that is no name."""
        words, last = self.words, first + 1
        while last < limit and words.fold[last] not in lexicon.words("not_names"):
            if longest_adjective(words, last)[1] is not None:
                break
            last += 1
        while last > first + 1 and not words.capital[last - 1]:
            last -= 1
        return last

    def _person(self, first: int, last: int, label: str, known: tuple[Entry, ...], rule: str) -> None:
        title = self._title if self._title is not None and self._title[1] == first else None
        self._title = None
        self.add(Found(first, last, ActorKind.PERSON, label, rule, known=known, title=title))

    def text(self, first: int, last: int) -> str:
        """The words as written, with one space between, hyphens kept."""
        words = self.words
        parts = [words.text[first]]
        for at in range(first + 1, last):
            gap = "-" if words.joined[at] else "" if words.begin[at] == words.end[at - 1] else " "
            parts.append(gap + words.text[at])
        return "".join(parts)
