"""In the course of which of several attacks of a sentence a harm was done, read off the tree."""

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Token

from kg.extract.grammar.tree import SUBJECTS, preposition_of
from kg.extract.strikes.event import Deed
from kg.extract.text.page import Page
from kg.records import Span

_IN_COURSE: Final = frozenset({"in", "by", "during", "from", "through", "amid", "with", "after"})
_CLAUSES: Final = frozenset({"advcl", "acl", "acl:relcl"})


def attack_of_harm(page: Page, harm: Span, deeds: Sequence[Deed]) -> Deed | None:
    """The attack that is the subject of a word of harm ("the blast killed two"), the noun in whose course it is done
    ("two died in the blast"), or the verb on which it hangs ("attacked, killing two"); None where the tree tells none.
    """
    if not page.has_tree:
        return None
    triggers = {
        token.i: deed for deed in deeds for span in (deed.trigger.span, *deed.also) for token in page.tokens(span)
    }
    word = page.tokens(harm).root
    own = [child for child in word.children if child.dep_ in SUBJECTS or preposition_of(child) in _IN_COURSE]
    for child in sorted(own, key=lambda c: c.dep_ in SUBJECTS):
        found = _first_in(child, triggers)
        if found is not None:
            return found
    if word.dep_ not in _CLAUSES:
        return None
    joined = [child for child in word.head.rights if child.dep_ == "conj" and child.i in triggers and child.i < word.i]
    return triggers[joined[-1].i] if joined and word.head.i in triggers else triggers.get(word.head.i)


def _first_in(token: Token, triggers: dict[int, Deed]) -> Deed | None:
    """The attack that a phrase names, by its head or by a noun joined to it or "of" which it is."""
    if token.i in triggers:
        return triggers[token.i]
    inner = (child for child in token.rights if child.dep_ in {"conj", "flat"} or preposition_of(child) == "of")
    return next((triggers[child.i] for child in inner if child.i in triggers), None)
