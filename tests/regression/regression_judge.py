"""Compares what was found in an item's text with what was expected."""

import re

from regression_found import Filler, Found, Thing, bare
from regression_items import NO_VALUE, Expectation, Item
from spacy.language import Language

from kg.build import article_extraction
from kg.records import Article

COMPLETE = ("strike", "agreement", "zone", "claim")
_LEADING = re.compile(r"^(on|in|at|during|since|by|the|of) ")


def judged(item: Item, pipeline: Language) -> tuple[list[str], list[Thing]]:
    """What is wrong with what the program finds in the text of the item, a line each; and what it finds."""
    article = Article(item.id, item.text, published=item.published)
    things = Found(article_extraction(article, pipeline(item.text))).things()
    wrong: list[str] = []
    left = list(things)
    for expectation in item.expected:
        if expectation.negative:
            wrong += [f"{expectation.line}: found {thing}" for thing in things if _is_forbidden(expectation, thing)]
            continue
        fitting = next((thing for thing in left if _fits(expectation, thing)), None)
        if fitting is None:
            wrong.append(f"missing: {expectation.line}")
        elif expectation.subject in COMPLETE:
            left.remove(fitting)
    listed = {expectation.subject for expectation in item.expected if not expectation.negative}
    wrong += [f"not listed: {thing}" for thing in left if thing.subject in listed and thing.subject in COMPLETE]
    return wrong, things


def _is_forbidden(expectation: Expectation, thing: Thing) -> bool:
    if thing.subject != expectation.subject:
        return False
    if expectation.kind or expectation.roles:
        return _fits(expectation, thing)
    return not expectation.words or bool({thing.label, *thing.words} & set(expectation.words))


def _fits(expectation: Expectation, thing: Thing) -> bool:
    if thing.subject != expectation.subject or expectation.kind not in (None, thing.kind):
        return False
    if not all(_is_written(words, thing) for words in expectation.words):
        return False
    return all(_role_fits(role, values, thing) for role, values in expectation.roles.items())


def _is_written(words: str, thing: Thing) -> bool:
    if thing.subject == "time":
        return _LEADING.sub("", thing.words[0]) == _LEADING.sub("", words)
    if thing.subject == "quantity":
        return words in thing.words[0] or thing.words[0] in words
    return words in thing.words


def _role_fits(role: str, values: tuple[str, ...], thing: Thing) -> bool:
    if role == "name":
        return (thing.label,) == values
    if role == "also":
        return set(values) <= set(thing.words)
    fillers = thing.roles[role]
    if values == (NO_VALUE,):
        return not fillers
    if role == "content":
        return _is_said(values[0], fillers[0].names[0])
    if role == "about":
        return all(any(filler.kind == v or filler.is_called(v) for filler in fillers) for v in values)
    return len(fillers) == len(values) and _one_each(list(values), list(fillers))


def _one_each(values: list[str], fillers: list[Filler]) -> bool:
    """Whether the values can be given to the fillers, each to another one."""
    if not values:
        return True
    return any(
        filler.is_called(values[0]) and _one_each(values[1:], fillers[:at] + fillers[at + 1 :])
        for at, filler in enumerate(fillers)
    )


def _is_said(expected: str, found: str) -> bool:
    begin, _, end = expected.partition(" … ")
    said = bare(found)
    return said == bare(begin) if not end else said.startswith(bare(begin)) and said.endswith(bare(end))
