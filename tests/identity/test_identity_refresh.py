import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg.errors import InputError
from kg.identity import intake
from kg.identity.graph import refresh_identity, resolve
from kg.identity.index import FILE_NAME
from kg.identity.intake import article_features
from kg.linking.decisions import FILE_NAME as DECISIONS
from kg.names import CKG
from kg.records import ActorKind, StrikeKind
from kg.store import Writer
from kg.triples import GraphTriples
from tests.identity.stories import IDENTITY, NAMES, Story, Told, copies, groups, identity, retract, stored, tell

DAY = "2031-05-05"
FIRST = Story(
    "first", "An air strike burnt the silk mill and its looms.", DAY, (Told("air strike", day=DAY, killed=4),)
)
SECOND = Story(
    "second", "Looms of the silk mill burnt in an air strike.", DAY, (Told("air strike", day=DAY, killed=4),)
)
THIRD = Story(
    "third", "A drone hit a bridge.", "2031-05-08", (Told("hit", StrikeKind.DRONE_STRIKE, "Kabul", "2031-05-08"),)
)
ALL = (FIRST, SECOND, THIRD)


def mark(writer: Writer) -> str:
    predicate = NamedNode(CKG + "articleSetFingerprint")
    [quad] = writer.store.quads_for_pattern(IDENTITY, predicate, None, IDENTITY)
    return str(quad.object)


def test_refresh_of_an_empty_store_says_nothing(writer: Writer) -> None:
    refresh_identity(writer, NAMES)
    assert len(identity(writer)) == 1
    assert mark(writer)


def test_refresh_twice_changes_nothing(writer: Writer) -> None:
    tell(writer, *ALL)
    before = identity(writer)
    report = refresh_identity(writer, NAMES)
    assert (report.articles, +report.added, +report.removed) == (0, {}, {})
    assert identity(writer) == before


def test_refresh_finds_by_itself_what_changed(writer: Writer, tmp_path: Path) -> None:
    tell(writer, FIRST, THIRD)
    tell(writer, SECOND, refresh=False)
    writer.drop_graph(NAMES.article("third"))
    assert refresh_identity(writer, NAMES).articles == 1
    assert identity(writer) == stored(tmp_path / "other", [FIRST, SECOND])


def test_refresh_touches_no_graph_of_an_article(writer: Writer) -> None:
    tell(writer, *ALL, refresh=False)
    before = {quad for quad in writer.store if quad.graph_name != IDENTITY}
    refresh_identity(writer, NAMES)
    assert {quad for quad in writer.store if quad.graph_name != IDENTITY} == before


def test_refresh_reads_only_what_changed(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(writer, FIRST, SECOND)
    read = []
    whole = intake.read_text

    def noting(reader: intake.GraphReader) -> object:
        read.append(reader.iri)
        return whole(reader)

    monkeypatch.setattr(intake, "read_text", noting)
    tell(writer, THIRD)
    assert read == [NAMES.article("third")]
    retract(writer, "third")
    assert len(groups(writer)) == 1


def test_refresh_without_its_index_makes_it_again(writer: Writer) -> None:
    tell(writer, *ALL)
    before = identity(writer)
    (writer.folder / FILE_NAME).unlink()
    assert refresh_identity(writer, NAMES, frozenset()).articles == 3
    assert identity(writer) == before


@pytest.mark.parametrize("damage", ["no database", "half"])
def test_refresh_with_a_damaged_index_makes_it_again(damage: str, writer: Writer) -> None:
    tell(writer, *ALL)
    before = identity(writer)
    path = writer.folder / FILE_NAME
    data = path.read_bytes()
    path.write_bytes(b"not a database at all" * 99 if damage == "no database" else data[: len(data) // 8192 * 4096])
    retract(writer, "third")
    tell(writer, THIRD)
    assert identity(writer) == before


def test_refresh_killed_between_graph_and_index_is_made_good(writer: Writer, tmp_path: Path) -> None:
    """The graph was written and the index was not, or the other way round: their states differ."""
    tell(writer, FIRST)
    old = (writer.folder / FILE_NAME).read_bytes()
    tell(writer, SECOND)
    (writer.folder / FILE_NAME).write_bytes(old)
    refresh_identity(writer, NAMES, frozenset())
    assert identity(writer) == stored(tmp_path / "other", [FIRST, SECOND])


def test_refresh_repairs_a_graph_that_somebody_emptied(writer: Writer) -> None:
    tell(writer, *ALL)
    before = identity(writer)
    writer.drop_graph(IDENTITY.value)
    refresh_identity(writer, NAMES, frozenset())
    assert identity(writer) == before


def test_resolve_takes_out_what_does_not_follow(writer: Writer) -> None:
    tell(writer, *ALL)
    before = identity(writer)
    false = Quad(
        NamedNode(NAMES.article("third")),
        NamedNode(CKG + "nearDuplicateOf"),
        NamedNode(NAMES.article("first")),
        IDENTITY,
    )
    writer.store.add(false)
    report = resolve(writer, NAMES)
    assert report.removed["nearDuplicateOf"] == 1
    assert +report.added == {}
    assert identity(writer) == before


def features(story: Story) -> bytes:
    return article_features(GraphTriples.of(NAMES.article(story.id), story.quads()), NAMES)


def test_features_made_beside_the_graph_spare_reading_it(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(writer, *ALL, refresh=False)
    made = {NAMES.article(s.id): features(s) for s in ALL}
    monkeypatch.setattr(intake, "read_text", lambda reader: pytest.fail("the graph was read"))
    refresh_identity(writer, NAMES, features=made)
    monkeypatch.undo()
    kept = identity(writer)
    resolve(writer, NAMES)
    assert identity(writer) == kept


def test_features_of_another_version_are_not_used(writer: Writer, tmp_path: Path) -> None:
    old = Story("third", "Nothing happened.", DAY)
    tell(writer, *ALL, refresh=False)
    refresh_identity(writer, NAMES, features={NAMES.article("third"): features(old)})
    assert identity(writer) == stored(tmp_path / "other", ALL)


def test_features_of_what_is_no_article_are_empty() -> None:
    assert article_features(GraphTriples(NAMES.article("x")), NAMES) == b""


def test_refresh_reads_a_remote_store_by_one_question_an_article(writer: Writer) -> None:
    """A store over HTTP is no pyoxigraph.Store: each look-up would be a request."""
    tell(writer, FIRST, refresh=False)
    asked = []

    class Remote:
        def quads_for_pattern(self, *pattern: object) -> Iterable[Quad]:
            asked.append(pattern)
            return writer.store.quads_for_pattern(*pattern)  # type: ignore[arg-type]

    from kg.identity.reading import GraphReader

    facts = intake.read_facts(GraphReader(Remote(), NAMES.article("first")), NAMES)  # type: ignore[arg-type]
    assert facts is not None
    assert len(facts.items) == 1
    assert len(asked) == 1


def test_refresh_brings_decisions_to_links_that_stand(writer: Writer) -> None:
    here = Story("here", "Fighting went on near Kunduz.", DAY, (Told("Fighting", StrikeKind.GROUND_ATTACK, "Kunduz"),))
    tell(writer, here)
    targets = writer.store.quads_for_pattern(None, NamedNode(CKG + "linkTarget"), None, IDENTITY)
    accepted = min(targets, key=str)
    target = accepted.object.value  # type: ignore[union-attr]
    path = writer.folder / DECISIONS
    path.write_text(f"subject\ttarget\tdecision\twho\twhen\tnote\nplace/Kunduz\t{target}\treject\tme\t\t\n")
    refresh_identity(writer, NAMES, frozenset())
    rejected = [q for q in identity(writer) if "Rejected" in q]
    assert len(rejected) == 1
    path.unlink()
    refresh_identity(writer, NAMES, frozenset())
    assert not [q for q in identity(writer) if "Rejected" in q]
    path.write_text("nonsense")
    with pytest.raises(InputError, match=r"links\.tsv"):
        refresh_identity(writer, NAMES, frozenset())


def test_actors_named_alike_are_one_where_context_agrees(writer: Writer) -> None:
    name = (("Idris Vantor", "Mayor"),)
    tell(
        writer,
        Story("a", "Mayor Idris Vantor of Libya spoke.", DAY, actors=name, states=("Libya",)),
        Story("b", "In Libya the mayor, Idris Vantor, opened a well.", DAY, actors=name, states=("Libya",)),
        Story("c", "Idris Vantor sings in Norway.", DAY, actors=(("Idris Vantor", "Singer"),), states=("Norway",)),
        Story("d", "Mayor Ovid Karsten of Libya spoke.", DAY, actors=(("Ovid Karsten", "Mayor"),), states=("Libya",)),
    )
    [cluster] = groups(writer, "inActorCluster")
    assert {each.partition("/")[0] for each in cluster} == {"a", "b"}
    assert not [quad for quad in identity(writer) if "sameAs" in quad]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Idris Vantor", ActorKind.COLLECTIVE),
        ("Vantor", ActorKind.PERSON),
        ("Interior Ministry", ActorKind.GOVERNMENT),
        ("Northern Front", ActorKind.ORGANIZATION),
    ],
    ids=["described", "surname alone", "name of many", "ordinary words"],
)
def test_actors_of_weak_names_are_never_brought_together(name: str, kind: ActorKind, writer: Writer) -> None:
    texts = (f"{name} of Libya spoke.", f"In Libya there was word of {name}.")
    tell(
        writer,
        *(Story(f"s{n}", t, DAY, actors=((name, "Mayor"),), kind=kind, states=("Libya",)) for n, t in enumerate(texts)),
    )
    assert groups(writer, "inActorCluster") == set()


def test_refresh_takes_articles_without_dates_and_text(writer: Writer) -> None:
    tell(writer, Story("undated", FIRST.text, None, (Told("air strike"),)), Story("short", "…", None), FIRST)
    assert copies(writer) == {"undated": "first"}
    assert groups(writer)


def test_index_is_no_part_of_what_readers_open(writer: Writer) -> None:
    tell(writer, *ALL)
    generation = writer.publish()
    assert not list((writer.folder / "snapshots" / str(generation)).glob("*.sqlite"))
    with sqlite3.connect(writer.folder / FILE_NAME) as db:
        assert db.execute("SELECT COUNT(*) FROM article").fetchone() == (3,)
    db.close()
    assert isinstance(writer.store, Store)
