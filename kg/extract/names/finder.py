"""Actors and places of an article: every mention, and the node that it denotes."""

from collections.abc import Sequence

from kg.extract.names.bylines import byline_words
from kg.extract.names.collectives import describe
from kg.extract.names.coreference import take_up
from kg.extract.names.dateline_names import read_datelines, with_datelines
from kg.extract.names.entities import Entities
from kg.extract.names.found import Found
from kg.extract.names.named_in_doc import NamedSpans, named_in_doc
from kg.extract.names.nicknames import with_nicknames
from kg.extract.names.nodes import build, finish
from kg.extract.names.one_kind import settle_kinds
from kg.extract.names.organ_owners import settle_organs
from kg.extract.names.places import is_called_ship
from kg.extract.names.reader import read_names
from kg.extract.names.same_name import surnames
from kg.extract.names.second_look import explain
from kg.extract.names.second_opinion import SecondOpinion, settle
from kg.extract.names.wording import Wording, wording
from kg.extract.text.page import Page


def find_entities(page: Page) -> Entities:
    """Who and what is named or described, with all mentions in text order. No two mentions overlap."""
    words = wording(page)
    return finish(page, words, build(words, find(words, named_in_doc(page), read_datelines(page, words))))


def find(words: Wording, in_doc: NamedSpans, datelines: Sequence[Found] = ()) -> list[Found]:
    """Everything found in the words of a page, in text order, without overlap. in_doc: what the Doc takes for names.
    datelines: what is named in datelines, of which nothing else is read.
    """
    findings = read_names(words)
    opinion = SecondOpinion(words, in_doc)
    told = settle(opinion, [*findings.found, *explain(findings, opinion)])
    bylines = byline_words(words)
    told = [each for each in with_nicknames(words, told) if each.is_place or each.first not in bylines]
    if findings.ships:
        told = [each for each in told if not is_called_ship(findings, each)]
    settled = settle_kinds(words, _without_overlap(with_datelines(datelines, told)))
    names = surnames(words, settled)
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
