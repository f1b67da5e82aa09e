"""What a partner network sees of somebody: what she agreed to, and of that only what all members
here may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from vaknet.domain.activity.models import PEOPLE_HERE, Actor
from vaknet.domain.introducing.models import FindableAcross, FindableBy
from vaknet.domain.introducing.rules import EDITION
from vaknet.domain.networks.models import Network
from vaknet.domain.people.models import Closure, KnownTopic, Profile, Role
from vaknet.domain.people.queries import main_role
from vaknet.domain.people.visibility import is_narrowed, narrowed_parts

MOST_KNOWN = 10


@dataclass(frozen=True)
class Card:
    """`headline` names her organisation only when she ticked that."""

    actor: Actor
    name: str
    headline: str
    knows: tuple[KnownTopic, ...]
    place: str

    @property
    def topics(self) -> list[str]:
        return [topic.text for topic in self.knows]


def findable() -> QuerySet[FindableAcross]:
    """Whoever agreed to the words of now and is here: did not leave, is not switched off."""
    left = Closure.objects.filter(actor=OuterRef("actor"), until=None)
    here = Actor.objects.filter(PEOPLE_HERE, account__is_active=True).exclude(
        Exists(Closure.objects.filter(actor=OuterRef("pk"), until=None))
    )
    rows = FindableAcross.objects.filter(text=EDITION, until=None, actor__in=here)
    return rows.exclude(Exists(left)).select_related("actor")


def findable_by(network: Network) -> QuerySet[FindableAcross]:
    chose = FindableBy.objects.filter(actor=OuterRef("actor"), network=network, until=None)
    return findable().filter(Exists(chose))


def cards(rows: Iterable[FindableAcross]) -> dict[int, Card]:
    """By person, in three statements however many there are."""
    chosen = {row.actor_id: row for row in rows}
    people = list(chosen)
    profiles = {
        profile.pk: profile
        for profile in Profile.objects.filter(pk__in=people)
        .select_related("place")
        .annotate(hides=narrowed_parts())
    }
    knows = _by_person(
        KnownTopic.objects.filter(actor__in=people).exclude(is_narrowed("knows")).order_by("pk")
    )
    roles = _by_person(
        Role.objects.filter(actor__in=people, kind=Role.Kind.WORK)
        .exclude(is_narrowed("work"))
        .select_related("organisation")
        .order_by("pk")
    )
    return {
        pk: _card(row, profiles.get(pk), knows.get(pk, []), roles.get(pk, []))
        for pk, row in chosen.items()
    }


def _by_person[T: (KnownTopic, Role)](rows: "QuerySet[T]") -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for row in rows:
        found.setdefault(row.actor_id, []).append(row)
    return found


def _card(
    row: FindableAcross,
    profile: Profile | None,
    knows: Sequence[KnownTopic],
    roles: Sequence[Role],
) -> Card:
    hides: list[str] = profile.hides if profile else []  # type: ignore[attr-defined]
    profession = profile.profession if profile and "profession" not in hides else ""
    place = profile.place.name if profile and profile.place and "place" not in hides else ""
    return Card(
        actor=row.actor,
        name=row.actor.name,
        headline=_headline(row, profession, roles),
        knows=tuple(knows[:MOST_KNOWN]) if row.shows_knows else (),
        place=place if row.shows_place else "",
    )


def _headline(row: FindableAcross, profession: str, roles: Sequence[Role]) -> str:
    role = main_role(roles, today=timezone.localdate())
    if role is None:
        return profession
    if role.organisation is None or not row.shows_organisation:
        return role.title
    return f"{role.title}, {role.organisation.name}"[:240]
