"""Everybody here, by name: to find a colleague of whom one knows what she is called.

In the order of the alphabet, and nothing else: those whose name begins with what was typed, then
those with such words elsewhere in it. Of others only the parts that are for all members count, also
in what the list is narrowed to. How many there are is nobody's business.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Round

from vaknet.domain.activity.models import PEOPLE_HERE, Actor
from vaknet.domain.activity.names import fold_name
from vaknet.domain.frozen import Frozen
from vaknet.domain.people.apart import out_of_sight
from vaknet.domain.people.models import Occupation, OccupationGroup, Organisation, Place, Profile
from vaknet.domain.people.organisations import workers
from vaknet.domain.people.visibility import is_narrowed

LIKE, ALMOST = 0.6, 0.42  # how much of a name is like what was typed, at first and at last
ENOUGH = 3  # names that are like it: then nobody is looked for who is almost
FEW = 1_000  # people who are looked up one by one
SHORTEST_SLIP = 3  # letters: below that everything is like everything
GROUP = r"^[0-9]{2}$"  # of ISCO-08: 43 groups, such as "teaching professionals"


@dataclass(frozen=True)
class Wanted:
    """`name` as it was typed; `group` an ISCO-08 code of two digits. All empty: everybody."""

    name: str = ""
    organisation: Organisation | None = None
    region: str = ""
    group: str = ""


@dataclass(frozen=True)
class Spot:
    """Behind whom the next page begins: her name, folded, and her number."""

    name: str
    pk: int


@dataclass(frozen=True)
class Listed:
    """Somebody, with her region when all members may know it."""

    actor: Actor
    region: str

    @property
    def spot(self) -> Spot:
        return Spot(self.actor.folded.removeprefix(" "), self.actor.pk)


@dataclass(frozen=True)
class Page:
    """`alike` have a name that is only like what was typed: a slip, or another spelling."""

    people: Sequence[Listed]
    has_next: bool
    alike: Sequence[Listed]


NOBODY = Page([], has_next=False, alike=[])


def directory(
    viewer: Actor | None,
    *,
    wanted: Wanted,
    behind: Spot | None = None,
    size: int,
    slips: bool = True,
) -> Page:
    """For a guest nobody. `slips`: whether names that are only like what was typed are looked up
    too; they cost more than all others."""
    typed = fold_name(wanted.name)
    if viewer is None or (wanted.name and not typed):  # only points and commas
        return NOBODY
    everybody = _narrowed(viewer, wanted)
    found: list[Actor] = []
    for rows in _steps(everybody, typed, behind):
        if len(found) <= size:
            found += rows.order_by("folded", "pk")[: size + 1 - len(found)]
    has_next = len(found) > size
    alike: list[Actor] = []
    if slips and behind is None and not has_next and len(typed) >= SHORTEST_SLIP:
        alike = _alike(everybody.exclude(_holds(typed)), typed, size - len(found))
    regions = dict(_REGIONS(people=[actor.pk for actor in [*found, *alike]]))
    return Page(
        [Listed(actor, regions.get(actor.pk) or "") for actor in found[:size]],
        has_next=has_next,
        alike=[Listed(actor, regions.get(actor.pk) or "") for actor in alike],
    )


def is_alone(viewer: Actor) -> bool:
    """Nobody else is here, not yet or not any more. Whom she is kept apart from counts too, so that
    this tells nothing of it."""
    return not Actor.objects.filter(PEOPLE_HERE).exclude(pk=viewer.pk).exists()


def regions() -> list[str]:
    """Where somebody can work, by name."""
    return [region for (region,) in _ALL_REGIONS()]


def occupation_groups(language: str) -> list[tuple[str, str]]:
    """Code and name of each group that the list can be narrowed to, by name."""
    return sorted(((row.code, row.label(language)) for row in _GROUPS()), key=lambda row: row[1])


def _narrowed(viewer: Actor, wanted: Wanted) -> QuerySet[Actor]:
    """Whom the viewer may find so.

    Few are looked up one by one. Many are asked for along the names, until a page is full: for a
    value that is looked up, unlike for a condition, PostgreSQL does not collect all of them first.
    """
    people = Actor.objects.filter(PEOPLE_HERE).exclude(pk__in=out_of_sight(viewer))
    told = _told(wanted)
    if told is None:
        return people
    few = list(told.values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return people.filter(pk__any_of=few)
    hers = Subquery(told.filter(pk=OuterRef("pk")).values("pk")[:1])
    return people.alias(hers=hers).filter(hers__isnull=False)


def _told(wanted: Wanted) -> QuerySet[Profile] | None:
    """Of whom all members may know that she works so, there and where; None when all are wanted.

    Places and occupations go in by number, so that PostgreSQL knows how common they are.
    """
    told = Profile.objects.all()
    if wanted.organisation:
        told = told.filter(actor__in=workers(wanted.organisation).values("actor"))
    if wanted.region:
        places = _PLACES(region=wanted.region)
        told = told.filter(place__any_of=places).exclude(is_narrowed("place"))
    if wanted.group:
        trades = _TRADES(first=f"{wanted.group}00", last=f"{wanted.group}99")
        told = told.filter(occupation__any_of=trades).exclude(is_narrowed("profession"))
    return told if wanted.organisation or wanted.region or wanted.group else None


def _steps(everybody: QuerySet[Actor], typed: str, behind: Spot | None) -> list[QuerySet[Actor]]:
    """What is in the list, one after the other: each can stop at its first rows by the index."""
    if not typed:
        return [_behind(everybody, behind)]
    first = everybody.filter(folded__startswith=f" {typed}")
    then = everybody.filter(_holds(typed)).exclude(folded__startswith=f" {typed}")
    if behind is None or behind.name.startswith(typed):
        return [_behind(first, behind), then]
    return [_behind(then, behind)]


def _behind(rows: QuerySet[Actor], spot: Spot | None) -> QuerySet[Actor]:
    if spot is None:
        return rows
    name = f" {spot.name}"
    return rows.filter(folded__gte=name).exclude(folded=name, pk__lte=spot.pk)


def _holds(typed: str) -> Q:
    """Whether each word that was typed begins a word of the name."""
    return Q(*[Q(folded__contains=f" {word}") for word in typed.split()])


def _alike(rows: QuerySet[Actor], typed: str, size: int) -> list[Actor]:
    """The closest first, in steps of a tenth: among names as much alike the alphabet counts."""
    score = Round(TrigramWordSimilarity(typed, "folded") + TrigramSimilarity("folded", typed), 1)
    near = rows.filter(folded__trigram_word_similar=typed).alias(score=score)
    near = near.order_by("-score", "folded", "pk")[:size]
    found = _at(LIKE, near)
    return found if len(found) >= ENOUGH else _at(ALMOST, near)


def _at(likeness: float, rows: QuerySet[Actor]) -> list[Actor]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)",
                [str(likeness)],
            )
        return list(rows.all())


def _regions(people: list[int]) -> QuerySet[Profile, tuple[int, str | None]]:
    rows = Profile.objects.filter(actor__any_of=people).exclude(is_narrowed("place"))
    return rows.values_list("actor_id", "place__region")


def _all_regions() -> QuerySet[Place, tuple[str]]:
    return Place.objects.exclude(region="").order_by("region").values_list("region").distinct()


def _groups() -> QuerySet[OccupationGroup]:
    return OccupationGroup.objects.filter(code__regex=GROUP)


def _places(region: str) -> QuerySet[Place, int]:
    return Place.objects.filter(region=region).values_list("pk", flat=True)


def _trades(first: str, last: str) -> QuerySet[Occupation, int]:
    return Occupation.objects.filter(isco__gte=first, isco__lte=last).values_list("pk", flat=True)


_REGIONS = Frozen(_regions)
_ALL_REGIONS = Frozen(_all_regions)
_GROUPS = Frozen(_groups)
_PLACES = Frozen(_places)
_TRADES = Frozen(_trades)
