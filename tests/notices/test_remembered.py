"""History of which nobody was told comes on the page of notices, and no further."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.notices.test_noticed import english, words  # noqa: F401
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.connections import actions as connections
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Reply
from vaknet.domain.notices import actions
from vaknet.domain.notices.models import Notice
from vaknet.interfaces.commands import _prepare
from vaknet.interfaces.jobs import followups, remembering
from vaknet.interfaces.jobs.remembering import remember_all

NOTHING = "Nothing happened in the last month that is about you."


@pytest.fixture
def history(english: World) -> World:  # noqa: F811
    """What happened, without the jobs that tell of it: as it was recorded quietly."""
    world = english
    knowledge.answer(world.noor, question=world.question, text="Soms.")
    connections.request_connection(world.bram, recipient=world.noor, note="Hallo!")
    _forget_jobs()
    return world


def _forget_jobs() -> None:
    ProcrastinateJob.objects.all().delete()


def _notices() -> list[tuple[int, int, bool]]:
    rows = Notice.objects.order_by("activity", "reader")
    return [(one.activity_id, one.reader_id, one.read_at is None) for one in rows]


def test_it_stands_there_and_is_not_new(history: World) -> None:
    assert NOTHING in words(history.joost)
    remember_all()
    said = words(history.joost)
    assert "Noor Janssen answered your question" in said
    assert "Put all away" not in said
    assert not Notice.objects.filter(reader=history.joost, read_at=None).exists()


def test_who_waits_still_waits(history: World) -> None:
    remember_all()
    assert Notice.objects.get(reader=history.noor, activity__verb="requested_connection")
    assert Notice.objects.filter(reader=history.noor, read_at=None).count() == 1


def test_nothing_of_it_is_ever_mailed(history: World) -> None:
    remember_all()
    assert not Notice.objects.exclude(due_at=None, told_at=None).exists()
    actions.tell_where_due(now=timezone.now() + timedelta(days=8))
    assert not ProcrastinateJob.objects.exists()
    assert mail.outbox == []


def test_a_second_time_changes_nothing(history: World) -> None:
    remember_all()
    before = _notices()
    assert before
    remember_all()
    assert _notices() == before


def test_what_waits_for_its_letters_is_told_as_ever(english: World) -> None:  # noqa: F811
    """The worker was off: the letter goes, though somebody brought history in before it."""
    given = knowledge.answer(english.noor, question=english.question, text="Soms.")
    remember_all()
    told = Activity.objects.get(verb="answered", object_id=given.pk)
    assert not Notice.objects.filter(activity=told).exists()
    followups.run(told.pk)
    assert Notice.objects.get(activity=told).told_at is not None


def test_what_is_longer_ago_than_that_page_shows_stays_in_the_log(history: World) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        remember_all()
    assert _notices() == []


def test_some_at_a_time_and_a_job_for_the_rest(
    history: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaknet.domain.notices.actions.remembering.AT_ONCE", 1)
    after, rounds = 0, 0
    while True:
        remembering.go_on(after)
        job = ProcrastinateJob.objects.filter(task_name=actions.REMEMBER).first()
        if job is None:
            break
        assert job.args["after"] > after
        after, rounds = job.args["after"], rounds + 1
        _forget_jobs()
    assert rounds == Activity.objects.filter(verb__in=followups.LETTERS).count() > 1
    in_parts = _notices()
    Notice.objects.all().delete()
    monkeypatch.undo()
    remember_all()
    assert _notices() == in_parts


def test_one_job_waits_and_no_more(history: World) -> None:
    actions.remember_later()
    actions.remember_later()
    assert ProcrastinateJob.objects.filter(task_name=actions.REMEMBER).count() == 1


def test_what_went_with_what_it_was_about_keeps_no_other(
    history: World, caplog: pytest.LogCaptureFixture
) -> None:
    """A reply that is gone from the tables is passed over; one that fails is told the operator."""
    world = history
    post = knowledge.start_conversation(
        world.joost, groups=[world.group], title="Een plan", body="Kort."
    )
    reply = knowledge.reply(world.noor, post=post, text="Goed.")
    _forget_jobs()
    Reply.objects.filter(pk=reply.pk).delete()
    with caplog.at_level(logging.ERROR):
        remember_all()
    assert caplog.records == []
    assert "Noor Janssen answered your question" in words(world.joost)


def test_one_that_fails_is_told_the_operator_and_keeps_no_other(
    history: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_activity: Activity) -> None:
        raise ValueError

    monkeypatch.setitem(followups.LETTERS, "requested_connection", [fails])
    remember_all()
    assert {"could not be remembered" in one.message for one in caplog.records} == {True}
    assert "Noor Janssen answered your question" in words(history.joost)


@pytest.fixture
def before_the_upgrade(history: World) -> World:
    """The tables of notices are not made yet."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    call_command("migrate", "notices", "zero", verbosity=0)
    return history


def test_an_upgrade_leaves_it_to_the_worker(before_the_upgrade: World) -> None:
    assert _prepare.migrate() > 0
    [job] = ProcrastinateJob.objects.filter(task_name=actions.REMEMBER)
    _forget_jobs()
    assert _prepare.migrate() == 0
    assert not ProcrastinateJob.objects.exists()
    remembering.go_on(**job.args)
    assert "Noor Janssen answered your question" in words(before_the_upgrade.joost)
