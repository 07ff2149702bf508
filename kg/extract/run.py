"""The order in which the finders run, and how their findings become one Extraction."""

from spacy.tokens import Doc

from kg.confidence import with_confidence
from kg.extract.agreements.finder import find_agreements
from kg.extract.amounts.quantities import find_quantities
from kg.extract.amounts.times import find_times
from kg.extract.claims.finder import find_claims
from kg.extract.names.finder import find_entities
from kg.extract.names.relation_claims import with_claims
from kg.extract.names.relations import find_relations
from kg.extract.settle import settle
from kg.extract.strikes.counted_days import with_counted_days
from kg.extract.strikes.finder import find_strikes
from kg.extract.strikes.harmed import with_harmed
from kg.extract.strikes.single_victims import with_single_victims
from kg.extract.strikes.sites import with_sites
from kg.extract.strikes.sums import with_sums
from kg.extract.text.page import Page
from kg.extract.text.segments import find_segments
from kg.extract.zones.finder import find_zones
from kg.records import Article, Extraction


def extract(article: Article, doc: Doc) -> Extraction:
    """All that an article says. ``doc`` is the pipeline's Doc of ``article.text``, unaltered."""
    page = Page(article, doc, find_segments(article))
    times = find_times(page)
    quantities = find_quantities(page)
    entities = find_zones(page, find_entities(page), quantities)
    sited = with_sites(page, entities)
    quantities = with_sums(page, with_single_victims(page, sited, quantities))
    sited = with_harmed(page, sited)
    strikes = find_strikes(page, sited, times, quantities)
    times = with_counted_days(page, times, strikes)
    agreements = find_agreements(page, entities, times)
    claims = find_claims(page, entities, strikes, agreements)
    relations = with_claims(page, entities, find_relations(page, entities), claims)
    return with_confidence(settle(page, sited, strikes, agreements, claims, relations, quantities, times))
