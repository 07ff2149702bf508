"""A parsed article: its text, layout segments and spaCy Doc behind one view that speaks in code points."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.extract.text.datelines import Dateline, find_datelines
from kg.extract.text.words import Words
from kg.records import Article, Segment, SegmentKind, Span


@dataclass(frozen=True)
class Page:
    """One article as the finders see it. ``doc.text`` equals ``article.text``; sentences never cross segments."""

    article: Article
    doc: Doc
    segments: tuple[Segment, ...]

    @cached_property
    def words(self) -> Words:
        """The words of the text, for rules that read its surface."""
        return Words(self.article.text)

    @cached_property
    def has_tree(self) -> bool:
        """Whether a parser has set heads and dependencies (asked once: spaCy looks at every token)."""
        return self.doc.has_annotation("DEP")

    @cached_property
    def has_parts_of_speech(self) -> bool:
        """Whether a tagger has set parts of speech."""
        return self.doc.has_annotation("POS")

    @cached_property
    def datelines(self) -> tuple[Dateline, ...]:
        """The datelines of the text, each a sentence of its own."""
        return find_datelines(self.article.text, self.segments)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences in text order, trimmed of white space; a sentence of the Doc is cut where a segment or dateline
        ends.
        """
        found: list[Span] = []
        ends = [dateline.span.end for dateline in self.datelines]
        for sentence in self.doc.sents:
            first = bisect_right(self._segment_ends, sentence.start_char)
            for segment in self.segments[first : bisect_left(self._segment_begins, sentence.end_char)]:
                begin = max(sentence.start_char, segment.span.begin)
                end = min(sentence.end_char, segment.span.end)
                cut = next((at for at in ends if begin < at < end), None) if ends else None
                parts = [(begin, end)] if cut is None else [(begin, cut), (cut, end)]
                found += [span for part in parts if (span := self._trimmed(*part)) is not None]
        return tuple(sorted(found))

    def _trimmed(self, begin: int, end: int) -> Span | None:
        words = self.article.text[begin:end]
        if not words.strip():
            return None
        return Span(begin + len(words) - len(words.lstrip()), begin + len(words.rstrip()))

    @cached_property
    def _segment_begins(self) -> tuple[int, ...]:
        return tuple(s.span.begin for s in self.segments)

    @cached_property
    def _segment_ends(self) -> tuple[int, ...]:
        return tuple(s.span.end for s in self.segments)

    @cached_property
    def _sentence_begins(self) -> tuple[int, ...]:
        return tuple(s.begin for s in self.sentences)

    @cached_property
    def _token_begins(self) -> tuple[int, ...]:
        return tuple(token.idx for token in self.doc)

    @cached_property
    def _tokens(self) -> dict[Span, DocSpan]:
        """The tokens of the spans asked for so far: many rules ask for those of one phrase."""
        return {}

    def paragraph_of(self, offset: int) -> int:
        """The number of the paragraph at an offset, over however many lines its words are set."""
        return bisect_right(self._segment_begins, offset)

    def text(self, span: Span) -> str:
        """The words of a span."""
        return self.article.text[span.begin : span.end]

    def last_word(self, span: Span) -> str:
        """The last word of a span in small letters: of an English noun phrase without more behind it the noun."""
        return self.text(span).lower().split()[-1]

    def sentence_of(self, span: Span) -> Span:
        """The sentence in which a span begins; the span itself where no sentence holds it."""
        at = bisect_right(self._sentence_begins, span.begin) - 1
        if at >= 0 and span.begin < self.sentences[at].end:
            return self.sentences[at]
        return span

    def segment_kind(self, offset: int) -> SegmentKind:
        """Kind of the segment at an offset; body for white space between segments."""
        at = bisect_right(self._segment_begins, offset) - 1
        inside = at >= 0 and offset < self.segments[at].span.end
        return self.segments[at].kind if inside else SegmentKind.BODY

    def tokens(self, span: Span) -> DocSpan:
        """The tokens that a span of code points touches (never empty)."""
        found = self._tokens.get(span)
        if found is None:
            found = self._tokens[span] = self._tokens_at(span)
        return found

    def _tokens_at(self, span: Span) -> DocSpan:
        # As spaCy's char_span with alignment_mode "expand", which asks the Doc for each token that it compares.
        if not (0 <= span.begin < len(self.article.text) and 0 < span.end <= len(self.article.text)):
            raise ValueError(f"no tokens at {span}")
        first = bisect_right(self._token_begins, span.begin) - 1
        after = span.begin == self._token_begins[first] + len(self.doc[first])  # in the space behind a token
        return self.doc[first + after : bisect_left(self._token_begins, span.end)]

    @staticmethod
    def span(tokens: DocSpan) -> Span:
        """Code points of some tokens."""
        return Span(tokens.start_char, tokens.end_char)
