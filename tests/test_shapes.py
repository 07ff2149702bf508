"""Each shape is shown one graph that it must refuse; the sample graph, which is well formed, passes all of them."""

import pytest
from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, RDF, RDFS, SH, SKOS

from kg.check import CKG, SHAPES, check_shapes
from kg.resources import ontology_file
from tests.graphs import ARTICLE, IDENTITY, say, spoil, unsay, wellformed

STRIKE = "<strike/harbourtown-bridge/bombed>"
SHELLING = "<strike/harbourtown-bridge/shelling>"
TRUCE = "<agreement/harbourtown-bridge/truce>"
ZONE = "<zone/harbourtown-bridge/demilitarised-zone>"
ARMY = "<actor/harbourtown-bridge/northland-army>"
FRONT = "<actor/harbourtown-bridge/coastal-front>"
RUEL = "<actor/harbourtown-bridge/ana-ruel>"
PEOPLE = "<actor/harbourtown-bridge/people>"
STATE = "<actor/northland>"
TOWN = "<place/harbourtown>"
FOUR = "<quantity/harbourtown-bridge/four>"
TWENTY = "<quantity/harbourtown-bridge/twenty>"
MONDAY = "<time/harbourtown-bridge/monday>"
SAID, ACCUSED, DENIED = (f"<claim/harbourtown-bridge/c{number}>" for number in (1, 2, 3))
TEXT = "<article/harbourtown-bridge>"
RUN = "<run/harbourtown-bridge>"
BOMBED = "?m ckg:denotes <strike/harbourtown-bridge/bombed>"
ALLIANCE = "?r ckg:relationProperty ckg:allyOf"
LINK, TURNED_DOWN = "<link/l1>", "<link/l2>"


def change(subject: str, predicate: str, value: str) -> str:
    """Another value in place of the old one, in the direct triple and in its relation node, where it has one."""
    return f"""DELETE {{ {subject} {predicate} ?old . ?r ckg:relationObject ?old }}
        INSERT {{ {subject} {predicate} {value} . ?r ckg:relationObject {value} }}
        WHERE {{ {subject} {predicate} ?old .
            OPTIONAL {{ ?r ckg:relationSubject {subject} ; ckg:relationProperty {predicate} }} }}"""


def drop(subject: str, predicate: str) -> str:
    return f"DELETE WHERE {{ {subject} {predicate} ?old }}"


def add(triples: str) -> str:
    return f"INSERT DATA {{ {triples} }}"


def at_mention(predicate: str, value: str) -> str:
    return f"""DELETE {{ ?m {predicate} ?old }} INSERT {{ ?m {predicate} {value} }}
        WHERE {{ {BOMBED} OPTIONAL {{ ?m {predicate} ?old }} }}"""


ACCEPTED_LINK = """<link/added> a ckg:Link ; ckg:linkSubject {0} ; ckg:linkPredicate skos:exactMatch ;
    ckg:linkTarget <http://example.org/x> ; ckg:linkMethod "test" ; ckg:linkStatus ckg:Accepted ; ckg:confidence 0.9 .
    {0} skos:exactMatch <http://example.org/x>"""

# What must fire, and what is wrong with the article's graph: the shape alone fires.
ARTICLE_FAULTS = [
    ("ArticleText", drop(TEXT, "ckg:text")),
    ("ArticleSha256", drop(TEXT, "ckg:sha256")),
    ("ArticleDigest", change(TEXT, "ckg:sha256", f'"{"0" * 64}"')),
    ("ArticleRun", drop(TEXT, "prov:wasGeneratedBy")),
    ("ArticleIssued", change(TEXT, "dct:issued", '"last week"')),
    ("RunProgramVersion", drop(RUN, "ckg:programVersion")),
    ("MentionWords", at_mention("ckg:exact", '"bombs"')),
    ("MentionIri", "DELETE { ?m ?p ?o } INSERT { <#second-word> ?p ?o } WHERE { " + BOMBED + " ; ?p ?o }"),
    ("ForeignMention", at_mention("ckg:inArticle", "<article/other>")),
    ("MentionBegin", at_mention("ckg:begin", '"47"^^xsd:nonNegativeInteger')),
    ("MentionKind", at_mention("ckg:mentionKind", "ckg:Denies")),
    ("DenotedDescribed", at_mention("ckg:denotes", "<actor/nobody>")),
    ("EvidenceMention", add(f"{STRIKE} ckg:evidence <article/harbourtown-bridge#char=0,2>")),
    ("EvidenceSentence", f"INSERT {{ {STRIKE} ckg:evidence ?m }} WHERE {{ {BOMBED} }}"),
    ("ConfidenceRange", change(STRIKE, "ckg:confidence", "1.5")),
    ("ConfidenceRange", change(STRIKE, "ckg:confidence", "8e-1")),
    ("Label", drop(TOWN, "rdfs:label")),
    ("SameAs", add(f"{STATE} owl:sameAs <http://example.org/northland>")),
    ("ActorClass", f"DELETE DATA {{ {RUEL} a ckg:Actor }}"),
    ("EventClass", f"DELETE DATA {{ {STRIKE} a ckg:Event }}"),
    ("StrikeClass", f"DELETE DATA {{ {STRIKE} a ckg:Strike }}"),
    ("ZoneClass", f"DELETE DATA {{ {ZONE} a ckg:Zone }}"),
    ("OneKind", add(f"{STRIKE} a ckg:Shelling")),
    ("ActorKind", f"DELETE DATA {{ {RUEL} a ckg:Person }}"),
    ("ZoneKind", f"DELETE DATA {{ {ZONE} a ckg:DemilitarisedZone }}"),
    (
        "Worded",
        f"DELETE WHERE {{ ?m ckg:denotes {PEOPLE} }}; DELETE WHERE {{ {PEOPLE} ckg:evidence ?s }}",
    ),
    ("SelfRelation", say(STATE, "ckg:allyOf", STATE, "; ckg:factuality ckg:Stated")),
    ("CollectiveExactMatch", add(ACCEPTED_LINK.format(PEOPLE))),
    ("ActorControls", say(FRONT, "ckg:controls", ARMY, "; ckg:factuality ckg:Stated")),
    ("EventEvidence", drop(STRIKE, "ckg:evidence")),
    ("StrikeFactuality", change(STRIKE, "ckg:factuality", "ckg:InForce")),
    ("StrikeFactuality", unsay(STRIKE, "ckg:factuality")),
    ("StrikePerpetrator", change(STRIKE, "ckg:perpetrator", TOWN)),
    ("StrikeBlame", say(STRIKE, "ckg:allegedPerpetrator", ARMY)),
    ("StrikeTarget", change(STRIKE, "ckg:target", FOUR)),
    ("UnsettledPerpetrator", say(SHELLING, "ckg:perpetrator", ARMY)),
    ("UnsettledPerpetrator", change(STRIKE, "ckg:factuality", "ckg:Denied")),
    ("DeniedPerpetrator", change(SAID, "ckg:stance", "ckg:Denies")),
    (
        "DeniedPerpetrator",
        ";".join(
            (
                unsay(SHELLING, "ckg:allegedPerpetrator"),
                change(SHELLING, "ckg:factuality", "ckg:Attributed"),
                say(SHELLING, "ckg:perpetrator", FRONT),
            )
        ),
    ),
    ("AgreementEvidence", drop(TRUCE, "ckg:evidence")),
    ("AgreementStatus", change(TRUCE, "ckg:status", "ckg:Stated")),
    ("AgreementEstablishes", change(TRUCE, "ckg:establishes", TOWN)),
    ("ClaimEvidence", drop(SAID, "ckg:evidence")),
    ("ClaimStance", unsay(SAID, "ckg:stance")),
    ("ClaimStance", change(SAID, "ckg:stance", "ckg:Stated")),
    ("ClaimContent", drop(SAID, "ckg:contentMention")),
    ("ClaimClaimant", change(SAID, "ckg:claimant", TOWN)),
    ("ClaimAbout", change(SAID, "ckg:about", MONDAY)),
    ("ClaimCycle", say(SAID, "ckg:about", SAID)),
    ("ClaimCycle", say(ACCUSED, "ckg:about", DENIED)),
    ("QuantityMin", change(FOUR, "ckg:min", '"-4"^^xsd:decimal')),
    ("QuantityBounds", add(f"{FOUR} ckg:max 3.0")),
    ("QuantityValue", add(f"{TWENTY} ckg:max 10.0")),
    ("QuantityNumber", drop(FOUR, "ckg:min")),
    ("TimeEarliest", change(MONDAY, "ckg:earliest", '"2021-07-01"^^xsd:date')),
    ("UndatedArticle", drop(TEXT, "dct:issued")),
    ("ValueWords", change(FOUR, "ckg:exact", '"at least forty"')),
    ("RelationEvidence", f"DELETE {{ ?r ckg:evidence ?s }} WHERE {{ {ALLIANCE} ; ckg:evidence ?s }}"),
    ("RelationSupport", f"DELETE {{ ?r ckg:supportedBy ?s }} WHERE {{ {ALLIANCE} ; ckg:supportedBy ?s }}"),
    ("RelationRule", f"DELETE {{ ?r ckg:rule ?s }} WHERE {{ {ALLIANCE} ; ckg:rule ?s }}"),
    ("RelationStated", drop(STATE, "ckg:allyOf")),
    (
        "RelationUnsettled",
        f"DELETE {{ ?r ckg:factuality ?f }} INSERT {{ ?r ckg:factuality ckg:Denied }} "
        f"WHERE {{ {ALLIANCE} ; ckg:factuality ?f }}",
    ),
    ("RelationBetweenActors", f"DELETE {{ ?r ckg:factuality ?f }} WHERE {{ {ALLIANCE} ; ckg:factuality ?f }}"),
    ("ValueRelation", add(f"{ARMY} ckg:partOf {STATE}")),
    ("MatchAccepted", add(f"{STATE} skos:closeMatch <http://example.org/northland>")),
]

# The same for the identity graph.
IDENTITY_FAULTS = [
    (
        "LinkSubject",
        drop(LINK, "ckg:linkSubject")
        + f"; DELETE WHERE {{ {LINK} ckg:linkStatus ckg:Accepted }}; "
        + f"INSERT DATA {{ {LINK} ckg:linkStatus ckg:Candidate }}; DELETE WHERE {{ {TOWN} skos:exactMatch ?x }}",
    ),
    ("LinkStatus", change(TURNED_DOWN, "ckg:linkStatus", "ckg:InForce")),
    ("LinkPredicate", change(TURNED_DOWN, "ckg:linkPredicate", "owl:sameAs")),
    ("LinkMethod", drop(LINK, "ckg:linkMethod")),
    ("LinkReason", f'INSERT DATA {{ {LINK} ckg:linkReason "one", "another" }}'),
    ("LinkConfidence", drop(LINK, "ckg:confidence")),
    ("LinkTarget", drop(TURNED_DOWN, "ckg:linkTarget")),
    ("AcceptedMatch", drop(TOWN, "skos:exactMatch")),
    ("MatchAccepted", add(f"{TOWN} skos:exactMatch <https://example.org/gazetteer/harbour-town-hill>")),
    (
        "RejectedLink",
        add(
            ACCEPTED_LINK.format(TOWN).replace(
                "http://example.org/x", "https://example.org/gazetteer/harbour-town-hill"
            )
        ),
    ),
    ("SelfRelation", add(f"{TOWN} ckg:within {TOWN}")),
    ("IncidentMember", drop(SHELLING, "ckg:inIncident")),
    ("InIncident", add(f"{STRIKE} ckg:inIncident <incident/unknown>")),
    ("ActorClusterMember", drop("<actor/other/ruel>", "ckg:inActorCluster")),
    ("InActorCluster", add(f"{FRONT} ckg:inActorCluster <actor-cluster/unknown>")),
    ("Judgement", add("<incident/old-bridge> ckg:judgement 0.8")),
    ("NearDuplicate", add("<article/other> ckg:nearDuplicateOf <article/another>")),
    ("CopyOfCopy", add("<article/third> ckg:nearDuplicateOf <article/other>")),
    ("SameAs", add(f"{TOWN} owl:sameAs <http://example.org/x>")),
    ("CollectiveExactMatch", add(f"{PEOPLE} a ckg:Collective . {ACCEPTED_LINK.format(PEOPLE)}")),
]

# Faults of the remaining shapes, each a plain constraint on one property; they are made all at once.
TOGETHER = [
    ("RunModelVersion", drop(RUN, "ckg:modelVersion")),
    ("RunRulesVersion", drop(RUN, "ckg:rulesVersion")),
    ("RunInputFingerprint", drop(RUN, "ckg:inputFingerprint")),
    ("RunEnded", drop(RUN, "prov:endedAtTime")),
    ("OneArticle", add("<article/other> a ckg:Article")),
    ("MentionInArticle", "DELETE { ?m ckg:inArticle ?a } WHERE { " + BOMBED + " ; ckg:inArticle ?a }"),
    ("MentionEnd", "DELETE { ?m ckg:end ?a } WHERE { " + BOMBED + " ; ckg:end ?a }"),
    ("MentionExact", "DELETE { ?m ckg:exact ?a } WHERE { " + BOMBED + " ; ckg:exact ?a }"),
    ("MentionSegmentKind", at_mention("ckg:segmentKind", "ckg:Sentence")),
    ("SupportMention", add(f"{FOUR} ckg:supportedBy {ARMY}")),
    ("OrganizationClass", f"DELETE DATA {{ {ARMY} a ckg:Organization }}"),
    ("PlaceClass", f"DELETE DATA {{ {ZONE} a ckg:Place }}"),
    ("AgreementClass", f"DELETE DATA {{ {TRUCE} a ckg:Agreement }}"),
    ("ActorRoleTitle", add(f"{RUEL} ckg:roleTitle 7")),
    ("ActorStrength", add(f'{ARMY} ckg:strength "3,000"')),
    ("ActorRelation", add(f"{ARMY} ckg:partOf {TOWN}")),
    ("PlaceWithin", add(f"{TOWN} ckg:within {ARMY}")),
    ("ZoneControlledBy", add(f"{ZONE} ckg:controlledBy {TOWN}")),
    ("ZoneExtent", add(f'{ZONE} ckg:extent "12 miles"')),
    ("StrikeAllegedPerpetrator", add(f"{SHELLING} ckg:allegedPerpetrator {TOWN}")),
    ("StrikeLocation", add(f"{STRIKE} ckg:location {ARMY}")),
    ("StrikeWhen", add(f'{STRIKE} ckg:when "Monday"')),
    ("StrikeWeapon", add(f"{STRIKE} ckg:weapon 9")),
    ("StrikeCasualties", add(f"{STRIKE} ckg:injured 9")),
    ("AgreementFactuality", add(f"{TRUCE} ckg:factuality ckg:Alleged")),
    ("AgreementParty", add(f"{TRUCE} ckg:party {TOWN}")),
    ("AgreementLocation", add(f"{TRUCE} ckg:location {ARMY}")),
    ("AgreementWhen", add(f'{TRUCE} ckg:when "May"')),
    ("ClaimSpans", add(f"{SAID} ckg:cueMention {ARMY}")),
    ("ClaimResponsible", add(f"{SAID} ckg:responsible {TOWN}")),
    ("QuantitySupport", drop(TWENTY, "ckg:supportedBy")),
    ("QuantityExact", drop(TWENTY, "ckg:exact")),
    ("QuantityMax", add(f'{TWENTY} ckg:max "-1"^^xsd:decimal')),
    ("QuantityApproximate", change(TWENTY, "ckg:approximate", '"yes"')),
    ("TimeSupport", drop(MONDAY, "ckg:supportedBy")),
    ("TimeExact", drop(MONDAY, "ckg:exact")),
    ("TimeLatest", change(MONDAY, "ckg:latest", '"Monday"')),
    ("RelationSubject", "DELETE { ?r ckg:relationSubject ?s } WHERE { " + ALLIANCE + " ; ckg:relationSubject ?s }"),
    ("RelationObject", "DELETE { ?r ckg:relationObject ?s } WHERE { " + ALLIANCE + " ; ckg:relationObject ?s }"),
    ("RelationFactuality", "INSERT { ?r ckg:factuality ckg:Denies } WHERE { " + ALLIANCE + " }"),
    (
        "RelationProperty",
        "DELETE { ?r ckg:relationProperty ckg:establishes } WHERE { ?r ckg:relationProperty ckg:establishes }",
    ),
]


def fired(graph: Graph, part: URIRef) -> set[str]:
    return {violation.rule for violation in check_shapes(graph, part)}


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(ontology_file("shapes.ttl"), format="turtle")


def test_shapes_accept_wellformed_graphs():
    assert list(check_shapes(wellformed(ARTICLE), SHAPES.ArticleGraph)) == []
    assert list(check_shapes(wellformed(IDENTITY), SHAPES.IdentityGraph)) == []


@pytest.mark.parametrize(("shape", "update"), ARTICLE_FAULTS)
def test_shapes_refuse_faulty_article_graph(shape, update):
    assert fired(spoil(wellformed(ARTICLE), update), SHAPES.ArticleGraph) == {shape}


@pytest.mark.parametrize(("shape", "update"), IDENTITY_FAULTS)
def test_shapes_refuse_faulty_identity_graph(shape, update):
    assert fired(spoil(wellformed(IDENTITY), update), SHAPES.IdentityGraph) == {shape}


def test_shapes_report_all_faults_at_once():
    graph = wellformed(ARTICLE)
    for _, update in TOGETHER:
        spoil(graph, update)
    assert {shape for shape, _ in TOGETHER} <= fired(graph, SHAPES.ArticleGraph)


def test_shapes_are_each_shown_a_fault(shapes):
    rules = set(shapes.subjects(RDF.type, SH.PropertyShape)) | set(shapes.subjects(SH.sparql))
    shown = {shape for shape, _ in (*ARTICLE_FAULTS, *IDENTITY_FAULTS, *TOGETHER)}
    assert {str(rule).removeprefix(str(SHAPES)) for rule in rules} == shown


def test_shapes_speak_to_the_reader(shapes):
    for rule in shapes.subjects(RDF.type, SH.PropertyShape):
        assert shapes.value(rule, SH.message) is not None, rule
        assert shapes.value(rule, SH.severity) in {SH.Violation, SH.Warning}, rule
    for rule, constraint in shapes.subject_objects(SH.sparql):
        assert shapes.value(constraint, SH.message) is not None, rule
        assert shapes.value(rule, SH.severity) == SH.Violation, rule


def test_shapes_say_where_they_hold(shapes):
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        assert set(shapes.objects(shape, DCTERMS.isPartOf)) <= {SHAPES.ArticleGraph, SHAPES.IdentityGraph}
        assert shapes.value(shape, DCTERMS.isPartOf) is not None, shape
        assert shapes.value(shape, RDFS.label) is not None, shape


@pytest.mark.parametrize(
    ("shape", "scheme"),
    [
        ("MentionKind", "MentionKindScheme"),
        ("MentionSegmentKind", "SegmentKindScheme"),
        ("StrikeFactuality", "FactualityScheme"),
        ("AgreementFactuality", "FactualityScheme"),
        ("RelationFactuality", "FactualityScheme"),
        ("AgreementStatus", "AgreementStatusScheme"),
        ("ClaimStance", "StanceScheme"),
        ("LinkStatus", "LinkStatusScheme"),
    ],
)
def test_shapes_allow_the_concepts_of_the_scheme(shapes, shape, scheme):
    ontology = Graph().parse(ontology_file("conflict.ttl"), format="turtle")
    allowed = shapes.value(SHAPES[shape], SH["in"])
    assert set(Collection(shapes, allowed)) == set(ontology.subjects(SKOS.inScheme, CKG[scheme]))
