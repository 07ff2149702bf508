"""The order in which the finders run, and how their findings become one Extraction."""

from spacy.tokens import Doc

from kg.extract.agreements import find_agreements
from kg.extract.claims import find_claims
from kg.extract.mentions import find_entities
from kg.extract.page import Page
from kg.extract.quantities import find_quantities
from kg.extract.relations import find_relations
from kg.extract.segments import find_segments
from kg.extract.settle import settle
from kg.extract.strikes import find_strikes
from kg.extract.times import find_times
from kg.extract.zones import find_zones
from kg.records import Article, Extraction


def extract(article: Article, doc: Doc) -> Extraction:
    """All that an article says. ``doc`` is the pipeline's Doc of ``article.text``, unaltered."""
    page = Page(article, doc, find_segments(article))
    times = find_times(page)
    quantities = find_quantities(page)
    entities = find_zones(page, find_entities(page), quantities)
    strikes = find_strikes(page, entities, times, quantities)
    agreements = find_agreements(page, entities, times)
    claims = find_claims(page, entities, strikes, agreements)
    relations = find_relations(page, entities)
    return settle(page, entities, strikes, agreements, claims, relations, quantities, times)
