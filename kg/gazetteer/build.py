"""Builds the gazetteer's tables from the curated ones beside it and from public sources.

    python -m kg.gazetteer.build SOURCES

SOURCES is a folder with the files that the README beside this one names. An identifier that no source gives is left
out.
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
from kg.gazetteer.outlines import write_outlines

Row = dict[str, str]
_FOLDER = Path(__file__).resolve().parent
_CURATED = _FOLDER / "curated"
_LEADER_COLUMNS = ("key", "names", "state", "since", "qid", "source")
_LATIN_NAME = re.compile(r"[A-ZÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ'’‘ʿʾ -]+")
SMALLEST_CITY = 100_000  # inhabitants; in states of conflict every place of cities5000 is taken
# A title without country in Wikipedia means the city of that name that is so many times as great as the next one.
_SMALLEST_TITLED = 100_000
_TIMES_THE_NEXT = 3


def main(sources: Path) -> None:
    """Writes every table. Raises OSError where a source is missing."""
    titles = _titles(sources)
    states = list(_states(sources, titles))
    _write("states", states)
    for name in ("armed_groups", "organizations", "media", "bodies", "regions"):
        _write(name, [_identified(row, titles) for row in _read(_CURATED / f"{name}.csv")])
    _write("leaders", list(_leaders(sources, titles)))
    _write("provinces", list(_provinces(sources)))
    _write("cities", list(_cities(sources, titles)))
    write_outlines(
        sources / "countries-110m.json", _numeric_codes(sources), _capitals(sources), _FOLDER / "outlines.csv"
    )


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
    """Wikidata id by title of Wikipedia, with blanks and all letters written out."""
    found = {}
    for line in (sources / "wiki_map.tab").read_text(encoding="utf-8").splitlines()[1:]:
        cells = line.split("\t")
        if re.fullmatch(r"Q\d+", cells[2]):
            found[unquote(cells[0]).replace("_", " ")] = cells[2]
    return found


def _states(sources: Path, titles: Mapping[str, str]) -> Iterator[Row]:
    codes = {row["ISO3166-1-Alpha-2"]: row for row in _read(sources / "country-codes.csv")}
    for row in _read(_CURATED / "states.csv"):
        code = codes.get(row["iso2"], {})
        wikidata, origin = code.get("wikidata_id", "").rsplit("/", 1)[-1], "country-codes"
        # The source gives the Kingdom of the Netherlands; the country is Q55.
        wikidata = "Q55" if row["iso2"] == "NL" else wikidata
        if not wikidata:
            wikidata, origin = _identifiers().get(row["key"], ("", "curated"))
        if not wikidata and row["key"] in titles:
            wikidata, origin = titles[row["key"]], "gum"
        names = {fold_name(name): name for name in (*row["names"].split("|"), *_official_names(code)) if name}
        names.pop(fold_name(row["key"]), None)
        yield {
            **row,
            "names": "|".join(names.values()),
            "qid": wikidata,
            "geonames": code.get("Geoname ID", ""),
            "source": origin,
        }


def _official_names(code: Mapping[str, str]) -> Iterator[str]:
    """The formal and the short English name that the United Nations list."""
    for column in ("UNTERM English Formal", "official_name_en"):
        name = re.sub(r"^the ", "", code.get(column, ""))
        if name and not re.search(r"[(,]", name):
            yield name


def _numeric_codes(sources: Path) -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes by numeric ones of three digits."""
    rows = _read(sources / "country-codes.csv")
    return {row["ISO3166-1-numeric"].zfill(3): row["ISO3166-1-Alpha-2"] for row in rows}


def _capitals(sources: Path) -> dict[str, str]:
    """Points of the capitals of states, by ISO 3166-1 alpha-2 code."""
    listed = {row["ISO3166-1-Alpha-2"]: row["Capital"] for row in _read(sources / "country-codes.csv")}
    names = {
        row["iso2"]: {fold_name(name) for name in (listed.get(row["iso2"], ""), *row["seats"].split("|"))}
        for row in _read(_CURATED / "states.csv")
    }
    cities = json.loads((sources / "cities500.json").read_text(encoding="utf-8")).values()
    found = {}
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        state = city["countrycode"]
        if state not in found and fold_name(city["name"]) in names.get(state, ()):
            found[state] = _point(city["longitude"], city["latitude"])
    return found


def _identified(row: Row, titles: Mapping[str, str]) -> Row:
    qid, source = _identifiers().get(row["key"], ("", "curated"))
    title = unquote(row.pop("title")).replace("_", " ")
    for name in (title, row["key"]):
        if not qid and name in titles:
            qid, source = titles[name], "gum"
    return {**row, "qid": qid, "source": source}


def _identifiers() -> dict[str, tuple[str, str]]:
    """Further Wikidata ids, each with the source that gives it."""
    return {row["key"]: (row["qid"], row["source"]) for row in _read(_CURATED / "identifiers.csv")}


def _leaders(sources: Path, titles: Mapping[str, str]) -> Iterator[Row]:
    iso = {row["qid"]: row["iso2"] for row in _states(sources, titles)}
    table: dict[str, Row] = {}
    for row in _read(sources / "world_leaders_2022_wikidata.csv"):
        key, qid = row["officeholderLabel"], row["officeholder"]
        if re.fullmatch(r"Q\d+", qid) and len(key.split()) > 1 and row["countryid"] in iso:
            known = table.setdefault(
                key,
                {
                    "key": key,
                    "names": "",
                    "state": iso[row["countryid"]],
                    "since": row["start_year"],
                    "qid": qid,
                    "source": "world-leaders",
                },
            )
            known["since"] = min(filter(None, (known["since"], row["start_year"])), default="")
    by_item = {row["qid"]: key for key, row in table.items()}
    for row in _read(_CURATED / "leaders.csv"):
        identified = _identified(row, titles)
        same = row["key"] if row["key"] in table else by_item.get(identified["qid"], "")
        if same:
            other = [same] if same != row["key"] else []
            names = "|".join(filter(None, (row["names"], *other)))
            table[row["key"]] = {**table.pop(same), "key": row["key"], "names": names}
        else:
            table[row["key"]] = {column: identified.get(column, "") for column in _LEADER_COLUMNS}
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
    names = {row["key"]: row["names"] for row in _read(_CURATED / "province_names.csv")}
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
                "names": names.get(key, ""),
                "type": kind,
                "state": row["country_code"],
                "iso": row["iso3166_2"] if row["iso3166_2"].startswith(f"{row['country_code']}-") else "",
                "unit": row["iso2"] if row["country_code"] == "US" else row["fips_code"],
                "point": _point(row["longitude"], row["latitude"]),
                "qid": qid,
                "source": "dr5hn",
            }


def _point(longitude: str | float, latitude: str | float) -> str:
    """Longitude and latitude in degrees with a blank between, to about a hundred metres, as WKT has them."""
    if longitude in ("", None) or latitude in ("", None):
        return ""
    east, north = float(longitude), float(latitude)
    return f"{round(east, 3):g} {round(north, 3):g}" if abs(east) <= 180 and abs(north) <= 90 else ""


def _cities(sources: Path, titles: Mapping[str, str]) -> Iterator[Row]:
    conflict = _state_codes("conflict_states")
    every = json.loads((sources / "cities5000.json").read_text(encoding="utf-8")).values()
    every = sorted(every, key=lambda city: (-city["population"], city["geonameid"]))
    items = _city_items(sources, every, titles)
    curated = {row["geonames"]: row for row in _read(_CURATED / "city_names.csv")}
    for city in every:
        here = city["countrycode"] in conflict
        if not (here or city["population"] >= SMALLEST_CITY) or not _is_latin(city):
            continue
        known = curated.get(str(city["geonameid"]), {})
        other = [*filter(None, known.get("names", "").split("|")), *(_other_names(city) if here else [])]
        yield {
            "geonames": str(city["geonameid"]),
            "name": unicodedata.normalize("NFC", known.get("english") or city["name"]),
            "names": "|".join(other),
            "state": city["countrycode"],
            "unit": city["admin1code"],
            "population": str(city["population"]),
            "point": _point(city["longitude"], city["latitude"]),
            "qid": items.get(city["geonameid"], ""),
            "source": "geonames",
        }


def _is_latin(city: Mapping[str, Any]) -> bool:
    letters = (letter for letter in city["name"] if letter.isalpha())
    return all(unicodedata.name(letter, "").startswith(("LATIN ", "MODIFIER ")) for letter in letters)


def _city_items(sources: Path, every: Iterable[Mapping[str, Any]], titles: Mapping[str, str]) -> dict[int, str]:
    """Wikidata ids of towns that the titles of Wikipedia and GeoNames agree on, by GeoNames id.

    They agree where a title has the name of a town and that of the unit it lies in ("Savannah, Georgia"), or where a
    title is nothing but the name of a great town that has no namesake near its size, and no state and no unit of
    another state has that name.
    """
    units = {(row["country_code"], row["fips_code"]): row["name"] for row in _read(sources / "dr5hn_states.csv")}
    states = json.loads((sources / "us_states.json").read_text(encoding="utf-8"))
    units |= {("US", code): state["name"] for code, state in states.items()}
    lands = {(row["key"], "") for row in _read(_CURATED / "states.csv")}
    lands |= {(unit, state) for (state, _), unit in units.items()}
    curated = {row["geonames"]: row["qid_title"] for row in _read(_CURATED / "city_names.csv") if row["qid_title"]}
    populations: defaultdict[str, list[int]] = defaultdict(list)
    for city in every:
        populations[fold_name(city["name"])].append(city["population"])
    found: dict[int, str] = {}
    for city in every:
        name, unit = city["name"], units.get((city["countrycode"], city["admin1code"]), "")
        greatest, second = (*populations[fold_name(name)], 0)[:2]
        great = city["population"] == greatest >= max(_SMALLEST_TITLED, second * _TIMES_THE_NEXT)
        plain = great and not any(land == name and state != city["countrycode"] for land, state in lands)
        title = f"{name}, {unit}" if f"{name}, {unit}" in titles else name if plain else ""
        title = curated.get(str(city["geonameid"]), title)
        if title in titles and titles[title] not in found.values():
            found[city["geonameid"]] = titles[title]
    return _listed_items(every) | found


def _listed_items(every: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Wikidata ids of towns that a source lists with the state they are in, by GeoNames id: the greatest town of the
    state that bears the name.
    """
    listed = {(row["state"], fold_name(row["name"])): row["qid"] for row in _read(_CURATED / "city_items.csv")}
    english = {row["geonames"]: row["english"] for row in _read(_CURATED / "city_names.csv")}
    found: dict[int, str] = {}
    for city in every:
        for name in (city["name"], english.get(str(city["geonameid"]), ""), *city["alternatenames"]):
            qid = listed.get((city["countrycode"], fold_name(name)))
            if qid and qid not in found.values():
                found[city["geonameid"]] = qid
    return found


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
