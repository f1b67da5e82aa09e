"""Organisations and who works there, as a member may see it."""

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.people import rules
from vaknet.domain.people.models import KnownTopic, Organisation, Role
from vaknet.domain.people.suggestions import organisations_like
from vaknet.domain.people.told import known_among, seen_roles, told_roles
from vaknet.domain.people.visibility import is_narrowed

MOST_TOPICS = 8
MOST_FOUND = 50


def organisation(viewer: Actor | None, pk: int) -> Organisation:
    """Raises Organisation.DoesNotExist for one that she may not know of, and always for a guest."""
    if not rules.may_see_people(viewer):
        raise Organisation.DoesNotExist
    for place in known_among(viewer, Organisation.objects.filter(pk=pk)):
        return place
    raise Organisation.DoesNotExist


def organisations(viewer: Actor | None, *, text: str = "") -> list[Organisation]:
    """Those called like this; without words those where most members work now."""
    if viewer is None:
        return []
    if text:
        return organisations_like(text, viewer=viewer, limit=MOST_FOUND, also_ended=True)
    somebody = seen_roles(viewer, Role.objects.filter(_is_current(), organisation=OuterRef("pk")))
    places = Organisation.objects.filter(Exists(somebody), people__gt=0)
    return list(places.order_by("-people", "pk")[:MOST_FOUND])


def organisation_called(viewer: Actor | None, text: str) -> Organisation | None:
    """The one that a name most probably means."""
    return next(iter(organisations_like(text, viewer=viewer, limit=1)), None)


def people_at(viewer: Actor, place: Organisation) -> QuerySet[Role]:
    """Roles of now that the viewer may see, one for each person, by name; with the actor."""
    rows = _by_person(_shown(viewer, place).filter(_is_current()))
    return rows.order_by("actor__name", "pk")


def people_before(viewer: Actor, place: Organisation) -> QuerySet[Role]:
    """Who worked there once and does not now, the latest first."""
    now = Role.objects.filter(_is_current(), organisation=place).values("actor")
    rows = _shown(viewer, place).filter(until__lte=timezone.localdate()).exclude(actor__in=now)
    return _by_person(rows).order_by("-until", "-pk")


def topics_at(viewer: Actor, place: Organisation) -> list[str]:
    """What people there know, the most common first: in the words of most."""
    people = _shown(viewer, place).filter(_is_current()).values("actor")
    rows = KnownTopic.objects.filter(actor__in=people).exclude(is_narrowed("knows"))
    counted = rows.values("text").annotate(n=Count("pk"), last=Max("since"))
    return [row["text"] for row in counted.order_by("-n", "-last", "text")[:MOST_TOPICS]]


def workers(place: Organisation) -> QuerySet[Role]:
    """Who tells all members that she works there now, the ones that a viewer may not see too."""
    return told_roles(Role.objects.filter(_is_current(), organisation=place))


def works_at(person: Actor, place: Organisation) -> bool:
    return Role.objects.filter(_is_current(), actor=person, organisation=place).exists()


def _shown(viewer: Actor, place: Organisation) -> QuerySet[Role]:
    return seen_roles(viewer, Role.objects.filter(organisation=place))


def _by_person(rows: QuerySet[Role]) -> QuerySet[Role]:
    """Of each person the newest of these roles."""
    newest = rows.order_by("actor", "-since", "-pk").distinct("actor").values("pk")
    return Role.objects.filter(pk__in=newest).select_related("actor")


def _is_current() -> Q:
    today = timezone.localdate()
    has_not_ended = Q(until=None) | Q(until__gt=today)
    return has_not_ended & (Q(since=None) | Q(since__lte=today))
