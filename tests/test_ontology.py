"""The ontology file holds every term that the project promises, explained; it parses in both engines."""

import pyoxigraph
import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS

from kg import records
from kg.check import CKG
from kg.resources import ontology_file

SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
SCHEMA = Namespace("https://schema.org/")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
OA = Namespace("http://www.w3.org/ns/oa#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
SSSOM = Namespace("https://w3id.org/sssom/")
WDT = Namespace("http://www.wikidata.org/prop/direct/")
VANN = Namespace("http://purl.org/vocab/vann/")
ONTOLOGY = URIRef("https://w3id.org/conflict-kg/ontology")

SUBCLASSES = {
    "Actor": "Collective Organization Person State",
    "Organization": "ArmedForce ArmedGroup Government MediaOrganization",
    "Place": "Zone",
    "Zone": "BufferZone DeEscalationZone DemilitarisedZone ExclusionZone FrontLine HeldArea HumanitarianCorridor "
    "NoFlyZone SafeZone",
    "Event": "Strike",
    "Strike": "AirStrike Bombing ChemicalAttack DroneStrike GroundAttack MissileStrike Shelling",
    "Agreement": "Ceasefire CooperationAgreement PeaceAgreement PrisonerExchange WithdrawalAgreement",
}
OTHER_CLASSES = """
    Article Mention Actor Place Event Agreement Claim Quantity TimeExpression Incident Link ExtractionRun Relation
"""
PROPERTIES = """
    about allegedPerpetrator allyOf alsoKnownAs approximate backedBy begin claimant claimantMention confidence
    contentMention controlledBy controls cueMention denotes earliest end establishes evidence exact extent
    factuality geonamesId inArticle inIncident injured isoCode killed latest leaderOf linkMethod linkPredicate
    linkStatus linkSubject linkTarget location max memberOf mentionKind min nearDuplicateOf opponentOf partOf party
    perpetrator relationObject relationProperty relationSubject responsible roleTitle sha256 speaksFor stance status
    strength target text unit value weapon when within
"""
ADDED = """
    ExtractedProperty supportedBy rule segmentKind sourceMetadata programVersion modelVersion rulesVersion
    inputFingerprint articleSetFingerprint
    ActorCluster inActorCluster judgement linkReason
    ploverCode acledCode
"""
SCHEMES = {
    "MentionKindScheme": "Content Cue Name Nominal Pronoun Segment Sentence Trigger",
    "SegmentKindScheme": "BodySegment BoilerplateSegment CaptionSegment HeadlineSegment TitleSegment",
    "FactualityScheme": "Alleged Attributed Denied Disputed Hypothetical NotHappened Proposed Stated Threatened",
    "StanceScheme": "Alleges Asserts Condemns Demands Denies Promises Threatens Warns",
    "AgreementStatusScheme": "AtRisk Collapsed InForce Proposed Rejected Violated",
    "LinkStatusScheme": "Accepted Candidate Rejected",
}
ENUMS = {
    "MentionKindScheme": records.MentionKind,
    "SegmentKindScheme": records.SegmentKind,
    "FactualityScheme": records.Factuality,
    "StanceScheme": records.Stance,
    "AgreementStatusScheme": records.AgreementStatus,
}
ALIGNMENTS = [
    ("Article", RDFS.subClassOf, SCHEMA.NewsArticle),
    ("Article", RDFS.subClassOf, PROV.Entity),
    ("Actor", RDFS.subClassOf, SEM.Actor),
    ("Actor", RDFS.subClassOf, PROV.Agent),
    ("Person", RDFS.subClassOf, SCHEMA.Person),
    ("Organization", RDFS.subClassOf, SCHEMA.Organization),
    ("Place", RDFS.subClassOf, SEM.Place),
    ("Place", RDFS.subClassOf, GEO.Feature),
    ("Event", RDFS.subClassOf, SEM.Event),
    ("ExtractionRun", RDFS.subClassOf, PROV.Activity),
    ("Mention", SKOS.closeMatch, OA.SpecificResource),
    ("Mention", SKOS.closeMatch, NIF.Phrase),
    ("begin", SKOS.closeMatch, OA.start),
    ("end", SKOS.closeMatch, OA.end),
    ("exact", SKOS.closeMatch, OA.exact),
    ("Claim", SKOS.closeMatch, SCHEMA.Claim),
    ("Link", SKOS.closeMatch, SSSOM.Mapping),
    ("location", SKOS.closeMatch, WDT.P276),
    ("weapon", SKOS.closeMatch, WDT.P520),
    ("target", SKOS.closeMatch, WDT.P533),
    ("party", SKOS.closeMatch, WDT.P710),
    ("killed", SKOS.closeMatch, WDT.P1120),
    ("injured", SKOS.closeMatch, WDT.P1339),
]

CLASSES = sorted({*OTHER_CLASSES.split(), *(name for names in SUBCLASSES.values() for name in names.split())})
CONCEPTS = sorted({name for names in SCHEMES.values() for name in names.split()})
TERMS = sorted({*CLASSES, *PROPERTIES.split(), *ADDED.split(), *SCHEMES, *CONCEPTS})


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ontology_file("conflict.ttl"), format="turtle")


@pytest.mark.parametrize("term", TERMS)
def test_ontology_explains_term(ontology, term):
    (label,) = ontology.objects(CKG[term], RDFS.label)
    (comment,) = ontology.objects(CKG[term], RDFS.comment)
    (example,) = ontology.objects(CKG[term], SKOS.example)
    assert label.language == comment.language == "en"
    assert comment.endswith(".")
    assert comment.count(". ") == 0, "a comment is one sentence"
    assert len(example) > 1
    assert (CKG[term], RDFS.isDefinedBy, ONTOLOGY) in ontology
    assert ontology.value(CKG[term], RDF.type, any=True) is not None


def test_ontology_has_no_unlisted_term(ontology):
    defined = {str(term).removeprefix(str(CKG)) for term in ontology.subjects(RDFS.isDefinedBy, ONTOLOGY)}
    assert defined == set(TERMS)


def test_ontology_uses_only_defined_terms(ontology):
    used = {term for triple in ontology for term in triple if isinstance(term, URIRef) and term.startswith(CKG)}
    assert {str(term).removeprefix(str(CKG)) for term in used} <= set(TERMS)


@pytest.mark.parametrize("superclass", SUBCLASSES)
def test_ontology_has_class_tree(ontology, superclass):
    assert set(ontology.subjects(RDFS.subClassOf, CKG[superclass])) == {CKG[n] for n in SUBCLASSES[superclass].split()}


def test_ontology_types_terms(ontology):
    for name in CLASSES:
        assert (CKG[name], RDF.type, OWL.Class) in ontology
    for name in PROPERTIES.split():
        kinds = set(ontology.objects(CKG[name], RDF.type))
        assert kinds & {OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property}, name
    for name in CONCEPTS:
        assert (CKG[name], RDF.type, SKOS.Concept) in ontology


@pytest.mark.parametrize("scheme", SCHEMES)
def test_ontology_has_scheme(ontology, scheme):
    assert (CKG[scheme], RDF.type, SKOS.ConceptScheme) in ontology
    assert set(ontology.subjects(SKOS.inScheme, CKG[scheme])) == {CKG[name] for name in SCHEMES[scheme].split()}


@pytest.mark.parametrize("scheme", ENUMS)
def test_ontology_scheme_is_what_records_offer(scheme):
    assert {member.value for member in ENUMS[scheme]} == set(SCHEMES[scheme].split())


def test_ontology_classes_are_what_records_offer():
    assert {kind.value for kind in records.StrikeKind} == set(SUBCLASSES["Strike"].split())
    assert {kind.value for kind in records.AgreementKind} == set(SUBCLASSES["Agreement"].split())
    assert {kind.value for kind in records.ZoneKind} == set(SUBCLASSES["Zone"].split())
    actors = {*SUBCLASSES["Actor"].split(), *SUBCLASSES["Organization"].split()}
    assert {kind.value for kind in records.ActorKind} == actors


@pytest.mark.parametrize(("term", "how", "outside"), ALIGNMENTS)
def test_ontology_is_aligned(ontology, term, how, outside):
    assert (CKG[term], how, outside) in ontology


@pytest.mark.parametrize("kind", SUBCLASSES["Strike"].split() + SUBCLASSES["Agreement"].split())
def test_ontology_names_foreign_event_codes(ontology, kind):
    datatypes = {note.datatype for note in ontology.objects(CKG[kind], SKOS.notation) if isinstance(note, Literal)}
    assert datatypes == {CKG.ploverCode, CKG.acledCode}


def test_ontology_never_claims_too_much(ontology):
    assert not list(ontology.triples((None, OWL.equivalentClass, None)))
    assert not list(ontology.triples((None, OWL.equivalentProperty, None)))
    assert not list(ontology.triples((None, OWL.sameAs, None)))
    assert (CKG.allegedPerpetrator, RDFS.subPropertyOf, CKG.perpetrator) not in ontology
    assert not list(ontology.objects(CKG.allegedPerpetrator, RDFS.subPropertyOf))


def test_ontology_has_header(ontology):
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in ontology
    assert ontology.value(ONTOLOGY, VANN.preferredNamespacePrefix) == Literal("ckg")
    assert ontology.value(ONTOLOGY, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.creator, OWL.versionInfo):
        assert ontology.value(ONTOLOGY, predicate) is not None, predicate


@pytest.mark.parametrize("name", ["conflict.ttl", "shapes.ttl"])
def test_ontology_parses_alike_in_both_engines(name):
    path = ontology_file(name)
    assert len(Graph().parse(path, format="turtle")) == len(set(pyoxigraph.parse(path=path)))


def test_ontology_has_no_blank_nodes(ontology):
    assert not [term for triple in ontology for term in triple if isinstance(term, BNode)]
