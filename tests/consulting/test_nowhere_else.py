"""What somebody writes for an expert stands nowhere but where the two of them read it."""

import pytest
from django.core import mail
from django.test import Client

from tests import postbox
from tests.consulting.a_desk import NOTE, a_desk, begun, slots
from tests.leaving.tables import tables_with
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.consulting import actions
from vaknet.domain.consulting.models import Booking, Expert, IntakeNote, QueueTicket, WeeklyHour
from vaknet.domain.leaving.queries import everything_of
from vaknet.domain.searching import actions as searching
from vaknet.interfaces.jobs import followups

pytestmark = pytest.mark.django_db

PAGES = ["", "mijn/", "tafel/", "scherm/", "beheer/", "agenda.ics"]
ELSEWHERE = ["/", "/sinds/", "/meldingen/", "/ik/", "/spreekuren/", "/zoeken/?q=overplaatsen"]


def pages_of(person: Actor, pages: list[str]) -> str:
    client = Client()
    client.force_login(person.account)
    return "".join(
        b"".join(answer).decode() if (answer := client.get(page)).streaming else answer.text
        for page in pages
    )


def archive_of(person: Actor) -> str:
    return str([[*part.rows()] for part in everything_of(person)])


@pytest.fixture
def told(world: World) -> list[str]:
    """Samira has a time at a desk of Marit's group, where Noor and Peter sit. Noor called her."""
    hour = a_desk(world, by=world.marit, group=world.group, experts=[world.noor, world.peter])
    for expert in (world.noor, world.peter):
        actions.agree_to_sit(expert, hour=hour)
    first = next(one for one in slots(hour) if one.actor == world.noor)
    actions.book(world.samira, hour=hour, slot=first.pk, note=NOTE)
    begun(first)
    actions.call_next(world.noor, hour=hour)
    searching.index_everything()
    for activity in Activity.objects.order_by("pk"):
        followups.run(activity.pk)
    return [f"/spreekuren/{hour.pk}/{page}" for page in PAGES]


def test_in_no_table_no_letter_and_no_job(told: list[str]) -> None:
    assert tables_with(NOTE) == []
    postbox.empty()
    assert mail.outbox
    assert [letter for letter in mail.outbox if NOTE in str(letter.message())] == []


def test_on_no_page_of_others(world: World, told: list[str]) -> None:
    both = [world.samira, world.noor]
    others = [one for one in world.everybody if one not in both]
    assert [one for one in others if NOTE in pages_of(one, [*told, *ELSEWHERE])] == []
    readers = {one: [page for page in told if NOTE in pages_of(one, [page])] for one in both}
    assert readers == {world.samira: [told[1]], world.noor: [told[2]]}
    assert [one for one in both if NOTE in pages_of(one, ELSEWHERE)] == []


def test_in_no_archive_but_her_own(world: World, told: list[str]) -> None:
    having = [one for one in world.everybody if NOTE in archive_of(one)]
    assert having == [world.samira]


def test_what_the_rows_are_called_tells_nobody(world: World, told: list[str]) -> None:
    """As they stand in an error or a log of the operator."""
    names = [str(model.objects.all()) for model in (Booking, IntakeNote, Expert, QueueTicket)]
    assert [name for name in names if "Samira" in name or NOTE in name] == []
    assert str(WeeklyHour(subject="Arbeidsrecht")) == "Arbeidsrecht"
    assert str(QueueTicket(number=7)) == "7"
    slot = Booking.objects.get().slot
    assert str(slot) == slot.starts_at.isoformat()
    assert f"{slot.hour.local_end:%M}" == f"{slot.hour.ends_at:%M}"
