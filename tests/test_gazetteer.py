"""The gazetteer's tables and look-ups, and the lexicons' loader."""

import re

import pytest

from kg import gazetteer, lexicon
from kg.gazetteer.folding import fold, fold_name
from kg.records import ActorKind


@pytest.mark.parametrize("name", ["Syria", "SYRIA", "Syrian Arab Republic"])
def test_lookup_finds_a_state_by_each_of_its_names(name: str) -> None:
    (state,) = gazetteer.lookup(name)
    assert (state.key, state.kind, state.qid) == ("Syria", ActorKind.STATE, "Q858")


@pytest.mark.parametrize("name", ["Recep Tayyip Erdogan", "recep tayyip erdoğan"])
def test_lookup_ignores_diacritics_and_case(name: str) -> None:
    assert [entry.qid for entry in gazetteer.lookup(name)] == ["Q39259"]


def test_lookup_of_an_unknown_name_is_empty() -> None:
    assert gazetteer.lookup("Vordalia") == ()


def test_entry_of_a_state_is_actor_and_place() -> None:
    assert gazetteer.entry("actor", "Russia") is gazetteer.entry("place", "Russia")


def test_entry_of_a_group_is_no_place() -> None:
    assert gazetteer.entry("place", "Taliban") is None


def test_adjectives_peoples_and_seats_lead_to_the_state() -> None:
    found = [gazetteer.adjectives()["turkish"], gazetteer.peoples()["turks"], gazetteer.seats()["ankara"]]
    assert {state.key for state in found} == {"Turkey"}


def test_city_has_its_geonames_identifier() -> None:
    city = next(entry for entry in gazetteer.lookup("Aleppo") if entry.level == "city")
    assert (city.state, city.geonames) == ("SY", "170063")


@pytest.mark.parametrize(("name", "qid"), [("Bamako", "Q3703"), ("Doha", "Q3861"), ("Kinshasa", "Q3838")])
def test_a_capital_has_its_item(name: str, qid: str) -> None:
    assert qid in {entry.qid for entry in gazetteer.lookup(name)}


def test_keys_are_unique_among_actors_and_among_places() -> None:
    entries = gazetteer.entries()
    for group in ([e for e in entries if e.kind], [e for e in entries if e.is_place]):
        keys = [entry.key for entry in group]
        assert len(keys) == len(set(keys))


def test_every_entry_names_its_source_and_has_a_well_formed_identifier() -> None:
    for entry in gazetteer.entries():
        assert entry.source
        assert re.fullmatch(r"(Q\d+)?", entry.qid), entry
        assert re.fullmatch(r"\d*", entry.geonames), entry
        assert not (entry.qid and entry.source == "curated"), entry


@pytest.mark.parametrize(
    ("qid", "geonames"), [("Q1> <x:y", ""), ("Q0", ""), ("q858", ""), ("", "12/../3"), ("", "١٢x")]
)
def test_a_table_with_an_identifier_of_no_form_is_refused(
    monkeypatch: pytest.MonkeyPatch, qid: str, geonames: str
) -> None:
    row = gazetteer.Entry(
        "Somewhere", None, ("Somewhere",), level="region", qid=qid, geonames=geonames, source="curated"
    )
    monkeypatch.setattr(gazetteer, "_regions", lambda: (row,))
    with pytest.raises(ValueError, match="'Somewhere' has no proper identifiers"):
        gazetteer.entries.__wrapped__()


def test_city_lies_in_the_province_that_its_source_calls_the_same() -> None:
    [idlib] = [entry for entry in gazetteer.lookup("Idlib") if entry.level == "city"]
    province = gazetteer.province_of(idlib)
    assert province is not None
    assert (province.key, province.iso) == ("Idlib (SY)", "SY-ID")
    assert gazetteer.province_of(province) is None


@pytest.mark.parametrize(
    ("name", "key"),
    [("Halab", "Aleppo"), ("Leningrad", "Saint Petersburg"), ("Ayn al-Arab", "Kobani"), ("Bombay", "Mumbai"),
     ("Deir Ezzor", "Deir ez-Zor (SY)"), ("Luhansk", "Luhanska (UA)"), ("Republic of Albania", "Albania")],
)  # fmt: skip
def test_lookup_knows_former_names_and_other_transcriptions(name: str, key: str) -> None:
    assert key in {entry.key for entry in gazetteer.lookup(name)}


def test_one_identifier_means_one_actor() -> None:
    seen: dict[str, str] = {}
    for entry in gazetteer.entries():
        if entry.qid and entry.kind is not None:
            assert seen.setdefault(entry.qid, entry.key) == entry.key


@pytest.mark.parametrize(
    ("name", "other", "qid"),
    [("Salva Kiir", "Salva Kiir Mayardit", "Q57315"), ("Abiy Ahmed", "Abiy Ahmed Ali", "Q50365049")],
)
def test_a_leader_whom_two_sources_spell_otherwise_is_one(name: str, other: str, qid: str) -> None:
    [entry] = gazetteer.lookup(name)
    assert gazetteer.lookup(other) == (entry,)
    assert (entry.qid, entry.source) == (qid, "world-leaders")


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Al Qa’im", "al qaim"), ("al-Qaeda", "al qaeda"), ("U.S.", "us"), ("Workers' Party", "workers party"),
     ("Çavuşoğlu", "cavusoglu"), ("Łódź", "lodz")],
)  # fmt: skip
def test_fold_name_drops_marks(name: str, folded: str) -> None:
    assert fold_name(name) == folded


@pytest.mark.parametrize("name", ["sentence_openers", "not_names", "ordinary_words", "directions", "given_names"])
def test_word_lists_are_as_words_are_compared(name: str) -> None:
    unfolded = {word for word in lexicon.words(name) if not re.search(r"[-/']", word) and fold(word) != word}
    assert not unfolded


def test_lexicon_words_leave_comments_out() -> None:
    assert not any(word.startswith("#") for word in lexicon.words("honorifics"))


def test_lexicon_table_has_rows_by_column() -> None:
    assert {"title": "president", "relation": "leaderOf"} in lexicon.table("role_titles")


def test_lexicon_without_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        lexicon.words("no_such_list")
