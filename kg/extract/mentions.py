"""Actors and places of an article: every mention, and the node that it denotes."""

from kg.extract.collectives import describe
from kg.extract.coreference import settle_organs, take_up
from kg.extract.entities import Entities
from kg.extract.found import Found
from kg.extract.name_reader import read_names
from kg.extract.named_in_doc import NamedSpans, named_in_doc
from kg.extract.nodes import build, finish
from kg.extract.page import Page
from kg.extract.same_name import surnames
from kg.extract.second_look import explain
from kg.extract.second_opinion import SecondOpinion, settle
from kg.extract.wording import Wording, wording


def find_entities(page: Page) -> Entities:
    """Who and what is named or described, with all mentions in text order. No two mentions overlap."""
    words = wording(page)
    return finish(page, words, build(words, find(words, named_in_doc(page))))


def find(words: Wording, in_doc: NamedSpans) -> list[Found]:
    """Everything found in the words of a page, in text order, without overlap. in_doc: what the Doc takes for names."""
    findings = read_names(words)
    opinion = SecondOpinion(words, in_doc)
    names = surnames(words, _without_overlap(settle(opinion, [*findings.found, *explain(findings, opinion)])))
    named = _without_overlap([*names, *take_up(words, names)])
    nominals = settle_organs(words, names, describe(words, named))
    return _without_overlap([*named, *nominals])


def _without_overlap(found: list[Found]) -> list[Found]:
    """In text order; where two overlap the one that begins first stays, of two with one begin the longer."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda f: (f.first, -f.last)):
        if not kept or kept[-1].last <= each.first:
            kept.append(each)
    return kept
