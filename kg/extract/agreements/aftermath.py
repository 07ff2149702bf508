"""What the sentences after a truce tell of how it ended: "fighting resumed two days later"."""

from bisect import bisect_left
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.grammar.tree import RELATIVE, SUBJECTS, children, span_of
from kg.extract.text.page import Page
from kg.records import AgreementStatus, Fact, Span

_FIGHTING: Final = lexicon.words("fighting_nouns")
_AGAIN: Final = tuple(tuple(phrase.split()) for phrase in sorted(lexicon.words("resuming_phrases")))
_UNREAL: Final = frozenset({"to", "if", "not", "never", "could", "may", "might", "would", "will", "should"})
_IT: Final = frozenset({"it", "which", "this", "proposal", "offer", "plan", "idea"})
_EACH: Final = frozenset({"each", "both", "all", "they", "neither", "none"})
_BREAKING: Final = frozenset({"violated", "broke", "breached", "ignored", "flouted", "broken"})
_REJECTING: Final = frozenset({"rejected", "rejects", "spurned", "refused", "dismissed", "denounced"})
_FAILING: Final = tuple(
    (tuple(row["phrase"].split()), AgreementStatus(row["status"]))
    for row in lexicon.table("agreement_statuses")
    if row["side"] in {"after", "any"} and row["status"] in {"Collapsed", "Violated", "AtRisk"}
)
_ENDING: Final = frozenset(
    {"ended", "dropped", "abandoned", "scrapped", "suspended", "cancelled", "canceled", "terminated", "ditched", "quit"}
)
_FAR: Final = 400
_BETWEEN: Final = 5
_BEFORE: Final = 3


def fighting_again(page: Page, after: int, until: int) -> Fact | None:
    """That a truce has ended, by the fighting that is said to have begun again soon after an offset.

    until: the offset at which another deal is spoken of.
    """
    words = page.words
    first = words.range_of(Span(after, after + 1))[0]
    past = words.range_of(Span(after, max(after + 1, min(until, after + _FAR, len(page.article.text)))))[1]
    for at in range(first, past):
        if words.lowers[at] not in _FIGHTING:
            continue
        for verb in range(at + 1, min(past, at + _BETWEEN)):
            phrase = next((p for p in _AGAIN if tuple(words.lowers[verb : verb + len(p)]) == p), None)
            if phrase and _UNREAL.isdisjoint(words.lowers[max(first, verb - _BEFORE) : verb]):
                return Fact(
                    AgreementStatus.COLLAPSED, words.span_of(at, verb + len(phrase)), "agreement.fighting-again"
                )
    return None


def told_of_it(page: Page, deal: Span) -> Fact | None:
    """That a deal has failed, by what a later clause or the next sentence says of it: "…, but it soon collapsed"."""
    if not page.has_tree:
        return None
    words, sentence = page.words, page.sentence_of(deal)
    said = range(words.range_of(deal)[1], words.range_of(sentence)[1])
    meaning = _IT | _EACH if page.last_word(deal).endswith("s") else _IT
    spans = [words.spans[at] for at in said if words.lowers[at] in meaning]
    after = bisect_left(page.sentences, Span(sentence.end, 0))
    if after < len(page.sentences):
        opening = words.range_of(page.sentences[after])[0]
        spans += [words.spans[opening]] if words.lowers[opening] in meaning else []
    if after < len(page.sentences) and page.paragraph_of(deal.begin) == page.paragraph_of(page.sentences[after].begin):
        later = range(opening + 1, words.range_of(page.sentences[after])[1])
        spans += [words.spans[at] for at in later if words.lowers[at] in _IT and _done_to(page, words.spans[at])]
    dropped = _dropped(page.tokens(deal).root)
    if dropped is not None:
        return Fact(AgreementStatus.COLLAPSED, span_of(dropped), "agreement.status-collapsed")
    for span in spans:
        token = page.tokens(span).root
        done = _done_to(page, span)
        if done is not None:
            return Fact(done, span_of(token.head), f"agreement.status-{done.value.lower()}")
        failed = _failing(page, token.head) if token.dep_ in SUBJECTS and token.head.i > token.i else None
        if failed is not None:
            return failed
    return None


def _dropped(deal: Token) -> Token | None:
    """The verb of a clause that says that a side gave a deal up: "a pact that the army dropped", not "that ended"."""
    verbs = (v for verb in children(deal, "acl:relcl") for v in (verb, *children(verb, "conj")))
    told = (v for v in verbs if v.lower_ in _ENDING and not _is_unreal(v) and not children(v, "obj"))
    return next((v for v in told if any(s.lower_ not in RELATIVE for s in children(v, *SUBJECTS))), None)


def _done_to(page: Page, thing: Span) -> AgreementStatus | None:
    """What is done to a deal where "it", or its proposal, is the object: "the army rejected it", "both broke it"."""
    token = page.tokens(thing).root
    if token.dep_ != "obj" or _is_unreal(token.head):
        return None
    if token.head.lower_ in _REJECTING:
        return AgreementStatus.REJECTED
    if token.head.lower_ in _ENDING and token.lower_ == "it":
        return AgreementStatus.COLLAPSED
    return AgreementStatus.VIOLATED if token.head.lower_ in _BREAKING and token.lower_ == "it" else None


def _is_unreal(verb: Token) -> bool:
    return any(child.lower_ in _UNREAL | {"n't"} for child in verb.lefts)


def _failing(page: Page, verb: Token) -> Fact | None:
    follows = verb.doc[verb.i + 1 : verb.i + 2]
    if _is_unreal(verb) or children(verb, "obj") or any(token.like_num for token in follows):
        return None  # "the deal, which ended the war", "… ended 13 months of war"
    words = page.words
    at = words.range_of(Span(verb.idx, verb.idx + 1))[0]
    for phrase, status in _FAILING:
        if phrase[0] == words.lowers[at] and tuple(words.lowers[at : at + len(phrase)]) == phrase:
            return Fact(status, words.span_of(at, at + len(phrase)), f"agreement.status-{status.value.lower()}")
    return None
