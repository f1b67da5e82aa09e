"""The programme that the demo's day gets."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.events.a_day import comes, open_day
from tests.world import World
from vaknet.domain.programme.line import programme_of
from vaknet.domain.programme.models import Session
from vaknet.interfaces.commands._demo.programme import make_programme

pytestmark = pytest.mark.django_db


def test_two_rounds_of_three_workshops(world: World) -> None:
    event = open_day(world, starts_at=now() + timedelta(days=11), hours=7)
    comers = [world.samira, world.joost, world.noor, world.bram]
    for one in comers:
        comes(one, event)
    workshops = make_programme(
        event, by=world.marit, speakers=[world.marit, world.peter], comers=comers
    )
    assert len(workshops) == 6
    assert [len(stop.items) for stop in programme_of(None, _seen(event)).stops] == [
        1, 1, 3, 1, 3, 1,
    ]  # fmt: skip
    taken = Session.objects.filter(kind="workshop").order_by("pk")
    assert list(taken.values_list("seats_taken", flat=True)) == [2, 1, 1, 2, 1, 1]


def _seen(event):
    from vaknet.domain.events import queries
    from vaknet.domain.events.models import EventOrganiser

    return queries.event(EventOrganiser.objects.get(event=event).actor, event.pk)
