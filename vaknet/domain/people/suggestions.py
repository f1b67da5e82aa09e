"""Suggestions while somebody types: they forgive errors and know other names."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import cast

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import connection, models, transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Length, Round

from vaknet.domain.activity.models import Actor
from vaknet.domain.people import rules
from vaknet.domain.people.models import (
    ACCENTED,
    PLAIN,
    Occupation,
    OccupationLabel,
    Organisation,
    Place,
    Subject,
    SubjectLabel,
)
from vaknet.domain.people.told import known_among

FORGIVING = 0.42  # below the 0.6 of PostgreSQL: a second look, when errors hide everything
LONGEST_SEARCH = 80
GENERIC = 10
WIDE = 5  # as many rows are looked at for each that is suggested
FOLDING = str.maketrans(ACCENTED, PLAIN)

type Order = list[str | models.expressions.Combinable]


@dataclass(frozen=True)
class SuggestedOccupation:
    """`label` is its name in the language asked; `other_name` what matched, if that differs."""

    occupation: Occupation
    label: str
    other_name: str


def occupations_like(text: str, *, language: str, limit: int = 8) -> list[SuggestedOccupation]:
    """Occupations with a name like this one, in Dutch or English; the language asked goes first."""
    foreign = Case(When(language=language, then=Value(0)), default=Value(1))
    rows = _like(
        OccupationLabel.objects.all(), fold(text), order=[foreign, "-preferred"], limit=5 * limit
    )
    names: dict[int, str] = {}
    for row in rows:
        names.setdefault(row.occupation_id, row.text)
    ids = list(names)[:limit]
    occupations = Occupation.objects.defer("other_labels_nl", "other_labels_en").in_bulk(ids)
    return [
        SuggestedOccupation(
            occupation=occupations[pk],
            label=(label := occupations[pk].label(language)),
            other_name="" if fold(names[pk]) == fold(label) else names[pk],
        )
        for pk in ids
    ]


@dataclass(frozen=True)
class SuggestedSubject:
    """As SuggestedOccupation."""

    subject: Subject
    label: str
    other_name: str


def subjects_like(text: str, *, language: str, limit: int = 8) -> list[SuggestedSubject]:
    """Subjects with a name like this one, in Dutch or English: our own list goes first."""
    foreign = Case(When(language=language, then=Value(0)), default=Value(1))
    order: Order = ["rank", foreign, "-preferred"]
    rows = _like(SubjectLabel.objects.all(), fold(text), order=order, limit=5 * limit)
    names: dict[int, str] = {}
    for row in rows:
        names.setdefault(row.subject_id, row.text)
    ids = list(names)[:limit]
    subjects = Subject.objects.defer("other_labels_nl", "other_labels_en").in_bulk(ids)
    return [
        SuggestedSubject(
            subject=subjects[pk],
            label=(label := subjects[pk].label(language)),
            other_name="" if fold(names[pk]) == fold(label) else names[pk],
        )
        for pk in ids
    ]


def subject_named(text: str) -> Subject | None:
    """The one subject that is called this: our own first, then by preferred names."""
    rows = list(
        SubjectLabel.objects.filter(folded=fold(text))
        .order_by("rank", "-preferred")
        .values_list("rank", "preferred", "subject_id")[:20]
    )
    ids = {pk for rank, preferred, pk in rows if (rank, preferred) == rows[0][:2]}
    return Subject.objects.get(pk=ids.pop()) if len(ids) == 1 else None


def organisations_like(
    text: str, *, viewer: Actor | None = None, limit: int = 8, also_ended: bool = False
) -> list[Organisation]:
    """Of those that the one who types may know of; what merged into another only where asked.

    Each look is taken wide and then narrowed to what she may know: what is kept from her decides
    neither what comes instead of it nor how many statements run.
    """
    rows = Organisation.objects.filter(ended__in=[False, also_ended])
    if not rules.may_see_people(viewer):
        rows = rows.exclude(uri="")
    known = partial(known_among, viewer)
    return _like(rows, fold(text), order=["ended"], limit=limit, width=WIDE * limit, keep=known)


def places_like(text: str, *, limit: int = 8) -> list[Place]:
    """Larger places first when they fit as well."""
    return _like(Place.objects.all(), fold(text), order=["-population"], limit=limit)


def occupation_named(text: str) -> Occupation | None:
    """The one occupation that is called this. None for words that many names begin with."""
    typed = fold(text)
    if not typed:
        return None
    rows = list(
        OccupationLabel.objects.filter(folded=typed)
        .order_by("-preferred", "pk")
        .values_list("occupation_id", "preferred")[:20]
    )
    ids = {pk for pk, preferred in rows if preferred} or {pk for pk, _preferred in rows}
    if len(ids) != 1:
        return None
    if not rows[0][1] and _begins_many(typed):  # "medewerker" says too little
        return None
    return Occupation.objects.get(pk=ids.pop())


def _begins_many(typed: str) -> bool:
    labels = OccupationLabel.objects.filter(folded__startswith=f"{typed} ")
    return len(labels.values_list("pk")[:GENERIC]) == GENERIC


def place_named(text: str) -> Place | None:
    """The place that is called this; "Bergen, Noord-Holland" tells namesakes apart."""
    name, _comma, region = (part.strip() for part in text.partition(","))
    typed = fold(name)
    if not typed:
        return None
    exact = Q(folded__startswith=f"{typed}|") | Q(folded__endswith=f"|{typed}")
    rows = Place.objects.filter(exact | Q(folded__contains=f"|{typed}|"))
    if region:
        rows = rows.filter(region__iexact=region[:LONGEST_SEARCH])
    return rows.order_by("-population").first()


def fold(text: str) -> str:
    """As the columns `folded` are made: lower case, no accents."""
    tidy = " ".join(text[: 10 * LONGEST_SEARCH].replace("\0", " ").split())
    return unicodedata.normalize("NFC", tidy)[:LONGEST_SEARCH].lower().translate(FOLDING)


def _like[M: models.Model](
    rows: QuerySet[M],
    typed: str,
    *,
    order: Order,
    limit: int,
    width: int = 0,
    keep: Callable[[Iterable[M]], list[M]] = list,
) -> list[M]:
    """Words that begin with what was typed; and if they are few, words that look like it.

    `keep` chooses from the first `width` of each.
    """
    if not typed:
        return []
    width = width or limit
    found = keep(_beginning(rows, typed, order=order)[:width])[:limit]
    if len(found) >= limit or len(typed) < 3:  # too short for trigrams
        return found
    wanted = limit - len(found)
    rest = rows.exclude(pk__in=[row.pk for row in found])
    near = keep(_near(rest, typed, order=order)[:width])[:wanted]
    if len(found) + len(near) < min(limit, 3) and len(typed) > 3:
        near = keep(_nearly(rest, typed, order=order))[:wanted]
    return found + near


def _beginning[M: models.Model](rows: QuerySet[M], typed: str, *, order: Order) -> QuerySet[M]:
    words = Q(folded__startswith=typed)
    if len(typed) > 2:
        words |= Q(folded__contains=f" {typed}") | Q(folded__contains=f"|{typed}")
    rank = Case(
        When(folded=typed, then=Value(0)),
        When(folded__startswith=f"{typed}|", then=Value(0)),
        When(folded__startswith=typed, then=Value(1)),
        When(folded__contains=f"|{typed}", then=Value(1)),
        default=Value(2),
    )
    return rows.filter(words).order_by(rank, *order, Length("folded"), "folded", "pk")


def _near[M: models.Model](rows: QuerySet[M], typed: str, *, order: Order) -> QuerySet[M]:
    """In steps of a tenth, so that among things as much alike the usual order counts."""
    score = Round(TrigramWordSimilarity(typed, "folded") + TrigramSimilarity("folded", typed), 1)
    near = rows.filter(folded__trigram_word_similar=typed).alias(score=score)
    return cast("QuerySet[M]", near.order_by("-score", *order, Length("folded"), "pk"))


def _nearly[M: models.Model](rows: QuerySet[M], typed: str, *, order: Order) -> list[M]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)",
                [str(FORGIVING)],
            )
        return list(_near(rows, typed, order=order)[:40])
