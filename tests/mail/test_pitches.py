"""Tips for editors: one short letter on a working day, to each who may read one of them."""

from datetime import datetime

import pytest
import time_machine
from django.core import mail
from django.utils.timezone import now

from tests import postbox
from tests.groups.test_mail import morning
from tests.journal.story import journal_of
from tests.world import World
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Mail
from vaknet.domain.journal import actions
from vaknet.domain.people import actions as people
from vaknet.interfaces.jobs import clock

TIP = "Vraag Fatma eens naar haar dossier."


@pytest.fixture
def tips(world: World) -> None:
    journal_of(world)
    for author, text in ((world.samira, TIP), (world.noor, "Nog een tip")):
        actions.pitch(author, group=world.group, text=text)


def in_the_morning(number: int = 1) -> dict[str, str]:
    """On the next working day, or on a later one."""
    return at(morning(number))


def at(moment: datetime) -> dict[str, str]:
    mail.outbox.clear()
    with time_machine.travel(moment):
        clock.tell_editors(0)
        postbox.empty()
    return {one.to[0].split("@")[0]: f"{one.subject}\n{one.body}" for one in mail.outbox}


def test_each_editor_hears_once(world: World, tips: None) -> None:
    told = in_the_morning()
    assert sorted(told) == ["joost", "marit"]
    assert told["joost"].startswith("2 tips voor Vergunningen & Toezicht")
    assert TIP not in told["joost"]
    assert in_the_morning() == in_the_morning(2) == {}


def test_not_of_whom_she_is_kept_apart(world: World, tips: None) -> None:
    people.block(world.samira, other=world.joost)
    told = in_the_morning()
    assert told["joost"].startswith("1 tip voor")
    assert told["marit"].startswith("2 tips voor")
    people.block(world.noor, other=world.joost)
    actions.pitch(world.noor, group=world.group, text="Later")
    assert list(in_the_morning(2)) == ["marit"]


def test_what_was_answered_meanwhile_is_not_written(world: World, tips: None) -> None:
    for one in world.group.pitches.all():
        actions.take_pitch(world.marit, pitch=one)
    assert in_the_morning() == {}


def test_who_wants_nothing_of_the_group_hears_nothing(world: World, tips: None) -> None:
    groups.choose_mail(world.joost, group=world.group, mail=Mail.NOTHING)
    assert list(in_the_morning()) == ["marit"]


def test_a_tip_of_this_morning_waits_until_tomorrow(world: World, tips: None) -> None:
    assert at(now()) == {}
    assert sorted(in_the_morning()) == ["joost", "marit"]
