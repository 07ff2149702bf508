"""Builds the gazetteer's tables from the curated ones beside it and from public sources.

    python -m kg.gazetteer.build SOURCES

SOURCES is a folder with the five files that the README beside this one names. An identifier that no source gives is
left out.
"""

import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kg.gazetteer.folding import fold_name

Row = dict[str, str]
_FOLDER = Path(__file__).resolve().parent
_CURATED = _FOLDER / "curated"
_LATIN_NAME = re.compile(r"[A-ZÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ'’‘ʿʾ -]+")
SMALLEST_CITY = 100_000  # inhabitants; in states of conflict every place of cities5000 is taken
_SMALLEST_NAMESAKE = 300_000  # a title without country in Wikipedia means the great city of that name


def main(sources: Path) -> None:
    """Writes every table. Raises OSError where a source is missing."""
    titles = _titles(sources)
    states = list(_states(sources))
    _write("states", states)
    for name in ("armed_groups", "organizations", "media", "bodies", "regions"):
        _write(name, [_identified(row, titles) for row in _read(_CURATED / f"{name}.csv")])
    _write("leaders", list(_leaders(sources, titles)))
    _write("provinces", list(_provinces(sources)))
    _write("cities", list(_cities(sources, titles)))


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _write(name: str, rows: Iterable[Mapping[str, str]]) -> None:
    rows = list(rows)
    with (_FOLDER / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _titles(sources: Path) -> dict[str, str]:
    """Wikidata id by title of Wikipedia, as the source writes it."""
    found = {}
    for line in (sources / "wiki_map.tab").read_text(encoding="utf-8").splitlines()[1:]:
        cells = line.split("\t")
        if re.fullmatch(r"Q\d+", cells[2]):
            found[cells[0]] = cells[2]
    return found


def _states(sources: Path) -> Iterator[Row]:
    codes = {row["ISO3166-1-Alpha-2"]: row for row in _read(sources / "country-codes.csv")}
    for row in _read(_CURATED / "states.csv"):
        code = codes.get(row["iso2"], {})
        wikidata = code.get("wikidata_id", "").rsplit("/", 1)[-1]
        # The source gives the Kingdom of the Netherlands; the country is Q55.
        wikidata = "Q55" if row["iso2"] == "NL" else wikidata
        wikidata, origin = (wikidata, "country-codes") if code else _identifiers().get(row["key"], ("", "curated"))
        yield {**row, "qid": wikidata, "geonames": code.get("Geoname ID", ""), "source": origin}


def _identified(row: Row, titles: Mapping[str, str]) -> Row:
    qid, source = _identifiers().get(row["key"], ("", "curated"))
    title = row.pop("title")
    if title in titles:
        qid, source = titles[title], "gum"
    return {**row, "qid": qid, "source": source}


def _identifiers() -> dict[str, tuple[str, str]]:
    """Further Wikidata ids, each with the source that gives it."""
    return {row["key"]: (row["qid"], row["source"]) for row in _read(_CURATED / "identifiers.csv")}


def _leaders(sources: Path, titles: Mapping[str, str]) -> Iterator[Row]:
    iso = {row["qid"]: row["iso2"] for row in _states(sources)}
    table: dict[str, Row] = {}
    for row in _read(sources / "world_leaders_2022_wikidata.csv"):
        key, qid = row["officeholderLabel"], row["officeholder"]
        if re.fullmatch(r"Q\d+", qid) and len(key.split()) > 1 and row["countryid"] in iso:
            table.setdefault(
                key, {"key": key, "names": "", "state": iso[row["countryid"]], "qid": qid, "source": "world-leaders"}
            )
    for row in _read(_CURATED / "leaders.csv"):
        known = table.get(row["key"])
        if known:
            known["names"] = row["names"]
        else:
            table[row["key"]] = _identified(row, titles)
    yield from (table[key] for key in sorted(table))


def _state_codes(name: str) -> frozenset[str]:
    text = (_CURATED / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _provinces(sources: Path) -> Iterator[Row]:
    codes = _state_codes("conflict_states") | _state_codes("province_states")
    listed = _read(sources / "dr5hn_states.csv")
    rows = [row for row in listed if row["country_code"] in codes and row["type"] != "military postal region"]
    shared = {qid for qid, count in Counter(row["wikiDataId"] for row in rows).items() if count > 1}
    seen = set()
    for row in sorted(rows, key=lambda row: (row["country_code"], row["name"])):
        name = re.sub(r"\s+(Province|Governorate|Region|State|Oblast|District)$", "", row["name"])
        key = f"{name} ({row['country_code']})"
        if key not in seen:
            seen.add(key)
            qid = "" if row["wikiDataId"] in shared else row["wikiDataId"]
            kind = row["type"] or "province"
            yield {
                "key": key,
                "name": name,
                "names": "",
                "type": kind,
                "state": row["country_code"],
                "qid": qid,
                "source": "dr5hn",
            }


def _cities(sources: Path, titles: Mapping[str, str]) -> Iterator[Row]:
    conflict = _state_codes("conflict_states")
    cities = json.loads((sources / "cities5000.json").read_text(encoding="utf-8")).values()
    kept = [c for c in cities if c["population"] >= SMALLEST_CITY or c["countrycode"] in conflict]
    kept.sort(key=lambda city: (-city["population"], city["geonameid"]))
    plain = {unquote(title).replace("_", " "): qid for title, qid in titles.items()}
    english = {row["geonames"]: row for row in _read(_CURATED / "city_names.csv")}
    states = {row["key"] for row in _read(_CURATED / "states.csv")}
    taken: defaultdict[str, int] = defaultdict(int)
    for city in kept:
        if (
            not _LATIN_NAME.fullmatch(unicodedata.normalize("NFC", city["name"]).replace(".", ""))
            and not city["name"].isascii()
        ):
            continue
        folded = fold_name(city["name"])
        taken[folded] += 1
        great = taken[folded] == 1 and city["population"] >= _SMALLEST_NAMESAKE and city["name"] not in states
        known = english.get(
            str(city["geonameid"]), {"english": city["name"], "qid_title": city["name"] if great else ""}
        )
        other = _other_names(city) if city["countrycode"] in conflict else []
        yield {
            "geonames": str(city["geonameid"]),
            "name": unicodedata.normalize("NFC", known["english"]),
            "names": "|".join(other),
            "state": city["countrycode"],
            "population": str(city["population"]),
            "qid": plain.get(known["qid_title"], ""),
            "source": "geonames",
        }


def _other_names(city: Mapping[str, Any]) -> list[str]:
    """Spellings close to the main name: another transliteration, but no other language's name."""
    main = _skeleton(city["name"])
    found: dict[str, str] = {}
    for name in city["alternatenames"]:
        folded = fold_name(name)
        if (
            _LATIN_NAME.fullmatch(name)
            and len(name) > 3
            and folded != fold_name(city["name"])
            and _skeleton(name) == main
        ):
            found.setdefault(folded, name)
    return sorted(found.values())[:6]


def _skeleton(name: str) -> str:
    """Consonants of a name without its article, doubled letters once, so that Raqqa, Ar Raqqah and al-Rakka agree."""
    words = fold_name(name).split()
    words = words[1:] if len(words) > 1 and re.fullmatch(r"(al|el|ar|as|ash|at|ad|az|an)", words[0]) else words
    letters = re.sub(r"[aeiouyw']|h\b", "", " ".join(words).replace("q", "k").replace("dh", "d").replace("th", "t"))
    return re.sub(r"(.)\1+", r"\1", letters)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
