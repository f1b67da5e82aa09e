"""The desks of the demo, and how an event shows them."""

import pytest
from django.template.loader import render_to_string
from django.utils.timezone import now
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.events.a_day import open_day
from tests.world import World
from vaknet.domain.consulting import queries
from vaknet.interfaces.commands._demo.desks import open_desks

pytestmark = pytest.mark.django_db


def test_three_desks_as_an_event_shows_them(world: World) -> None:
    event = open_day(world)
    ProcrastinateJob.objects.all().delete()
    open_desks(
        world.marit,
        event=event,
        experts=[world.noor, world.peter, world.fatma],
        visitors=[world.joost, world.bram, world.moderator],
    )
    assert not ProcrastinateJob.objects.exists()
    desks = queries.on_event(world.samira, event, now=now())
    told = {desk.hour.subject: [time.is_free for time in desk.sittings[0].times] for desk in desks}
    assert told == {
        "Arbeidsrecht": [False, False, True, True, False],
        "Pensioen": [True, False, True, False, True],
        "Digitaal archief": [False, True, False, True, True],
    }
    page = render_to_string("consulting/_on_event.html", {"desks": desks, "viewer": world.samira})
    assert page.count("disabled") == 7
    assert [one.name for one in (world.joost, world.bram) if one.name in page] == []
    assert "Noor Janssen" in page
    assert render_to_string("consulting/_on_event.html", {"desks": []}).strip() == ""
