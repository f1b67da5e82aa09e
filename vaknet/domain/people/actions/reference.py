"""Occupations, subjects, public bodies and places into the tables: once for each edition."""

import gzip
import hashlib
from collections.abc import Callable, Iterator
from importlib import resources

from django.db import connection, transaction

from vaknet.domain.people.actions.classification import (
    BATCH,
    store_groups,
    store_occupations,
    store_subjects,
)
from vaknet.domain.people.actions.organisations import name_actors_of_organisations
from vaknet.domain.people.models import (
    Occupation,
    OccupationGroup,
    Organisation,
    Place,
    ReferenceEdition,
    Subject,
)

ESCO = "http://data.europa.eu/esco/occupation/"
TOOI = "https://identifier.overheid.nl/tooi/id/"
SKILLS = "http://data.europa.eu/esco/"
TOPICS = "topics"
# The first part of a TOOI address. No ministry is in its value lists.
KINDS = {
    "gemeente": Organisation.Kind.MUNICIPALITY,
    "provincie": Organisation.Kind.PROVINCE,
    "waterschap": Organisation.Kind.WATER_AUTHORITY,
    "zbo": Organisation.Kind.AGENCY,
    "oorg": Organisation.Kind.AGENCY,
    "so": Organisation.Kind.PARTNERSHIP,
    "col": Organisation.Kind.COUNCIL,
}
LOADING = 7_203_144  # an advisory lock: two processes that start together load once

type Rows = Iterator[list[str]]


def load_reference() -> list[str]:
    """Bring the tables up to the files of this release. The names of the files that were new.

    One statement when nothing changed. Rows that left a file stay: profiles may point at them.
    """
    packed = {name: _packed(name) for name in LOADERS}
    checksums = {name: hashlib.sha256(file).hexdigest() for name, file in packed.items()}
    if _loaded() == checksums:
        return []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING])
        loaded = _loaded()
        stale = [name for name in LOADERS if loaded.get(name) != checksums[name]]
        for name in stale:
            LOADERS[name](_rows(packed[name]))
            ReferenceEdition.objects.update_or_create(
                name=name, defaults={"checksum": checksums[name]}
            )
    return stale


def _loaded() -> dict[str, str]:
    return dict(ReferenceEdition.objects.values_list("name", "checksum"))


def _packed(name: str) -> bytes:
    """Our own topics are many small files that people keep, each with a line of headings."""
    folder = resources.files("vaknet.reference")
    if name != TOPICS:
        return (folder / f"{name}.tsv.gz").read_bytes()
    files = sorted((folder / TOPICS).iterdir(), key=lambda file: file.name)
    tables = [file.read_bytes().partition(b"\n")[2] for file in files if file.name.endswith(".tsv")]
    return gzip.compress(b"".join(tables), mtime=0)


def _rows(packed: bytes) -> Rows:
    for line in gzip.decompress(packed).decode().splitlines():
        yield line.split("\t")


def _load_occupations(rows: Rows) -> None:
    store_occupations(
        [
            Occupation(
                uri=ESCO + uri,
                isco=isco,
                label_nl=label_nl,
                label_en=label_en,
                other_labels_nl=others_nl,
                other_labels_en=others_en,
            )
            for uri, isco, label_nl, label_en, others_nl, others_en in rows
        ]
    )


def _load_occupation_groups(rows: Rows) -> None:
    store_groups([OccupationGroup(code=code, label_nl=nl, label_en=en) for code, nl, en in rows])


def _load_topics(rows: Rows) -> None:
    store_subjects(
        [
            Subject(
                uri=Subject.OURS + key,
                label_nl=label_nl,
                label_en=label_en,
                other_labels_nl=others_nl.replace("; ", "|"),
                other_labels_en=others_en.replace("; ", "|"),
            )
            for key, label_nl, label_en, others_nl, others_en in rows
        ]
    )


def _load_skill_groups(rows: Rows) -> None:
    store_subjects([Subject(uri=SKILLS + uri, label_nl=nl, label_en=en) for uri, nl, en in rows])


def _load_organisations(rows: Rows) -> None:
    """By official address, else by name: a member may have brought the name in first."""
    by_uri = {row.uri: row for row in Organisation.objects.exclude(uri="")}
    by_name = {row.name.lower(): row for row in Organisation.objects.filter(uri="")}
    new: list[Organisation] = []
    known: list[Organisation] = []
    for uri, name, ended in rows:
        row = by_uri.get(TOOI + uri) or by_name.get(name.lower())
        if row is None:
            row = Organisation()
            new.append(row)
        else:
            known.append(row)
        row.uri, row.name, row.ended = TOOI + uri, name, bool(ended)
        row.kind = KINDS[uri.partition("/")[0]]
    Organisation.objects.bulk_update(known, ["uri", "name", "ended", "kind"], batch_size=BATCH)
    Organisation.objects.bulk_create(new, batch_size=BATCH)
    name_actors_of_organisations()


def _load_places(rows: Rows) -> None:
    places = [
        Place(
            country=country,
            name=name,
            region=region,
            latitude=float(latitude),
            longitude=float(longitude),
            population=int(population),
            other_names=other_names,
        )
        for country, name, region, latitude, longitude, population, other_names in rows
    ]
    Place.objects.bulk_create(
        places,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["country", "name", "region"],
        update_fields=["latitude", "longitude", "population", "other_names"],
    )


LOADERS: dict[str, Callable[[Rows], None]] = {
    "occupations": _load_occupations,
    "occupation_groups": _load_occupation_groups,
    "skill_groups": _load_skill_groups,
    TOPICS: _load_topics,
    "organisations": _load_organisations,
    "places": _load_places,
}
