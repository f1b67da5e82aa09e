"""What somebody was told of about meeting people, as she may see it now."""

from collections.abc import Mapping, Sequence

from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.coffee.queries import matches_of_own_seats, matches_of_seats
from vaknet.domain.connections.models import Introduction
from vaknet.domain.events.models import Registration
from vaknet.domain.events.queries import events_to_come
from vaknet.domain.introducing.queries import introductions_of
from vaknet.domain.notices.sight import Sight
from vaknet.domain.opportunities.queries import open_opportunities
from vaknet.domain.people.apart import is_apart


def events(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """To come, and not hers yet."""
    rows = events_to_come(viewer, now=now()).filter(pk__in=ids, is_mine=False, cancelled_at=None)
    return {one.pk: Sight(one.name, one.pk) for one in rows}


def opportunities(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """To which one can still apply."""
    rows = open_opportunities(viewer, now=now()).filter(pk__in=ids)
    return {one.pk: Sight(one.title, one.pk) for one in rows}


def been(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """Where she had a seat."""
    rows = Registration.objects.filter(
        person=viewer, event__in=ids, cancelled_at=None, seated_at__isnull=False
    )
    return {
        row.event_id: Sight(row.event.name, row.event_id) for row in rows.select_related("event")
    }


def routes(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """Where another route is offered: as long as she goes on asking."""
    rows = Introduction.objects.filter(pk__in=ids, asker=viewer, withdrawn_at=None, agreed_at=None)
    rows = rows.exclude(is_apart(viewer.pk, "target"))
    return {pk: Sight("", pk) for pk in rows.values_list("pk", flat=True)}


def across(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """Who said yes at a partner network, and has no page here: so the name stands in the words."""
    rows = introductions_of(viewer).filter(pk__in=ids, is_incoming=False, ended_at=None)
    return {one.pk: Sight(f"{one.other_name}, {one.network.name}", one.pk) for one in rows}


def coffees(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    return {seat: Sight("", match) for seat, match in matches_of_seats(viewer, ids).items()}


def own_coffees(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """Names nobody, so whoever left or blocked her since is no reason to keep it from her."""
    return {seat: Sight("", match) for seat, match in matches_of_own_seats(viewer, ids).items()}
