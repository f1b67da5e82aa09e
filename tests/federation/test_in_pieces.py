"""However much goes at once, elsewhere it is told a piece at a time, in as many statements."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.federation.going_out import after, asked, conversation, follower, id_of, joined
from tests.federation.story import known_elsewhere
from tests.world import World, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions
from vaknet.domain.federation.models import (
    Delivery,
    FederatedThing,
    Federating,
    Follower,
    Parcel,
)
from vaknet.domain.federation.rules import EDITION
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Post, Question
from vaknet.interfaces.federation import outward, settling
from vaknet.interfaces.jobs import elsewhere, followups


@pytest.fixture(autouse=True)
def _no_waiting(world: World, open_group: Group) -> None:
    """The group is known, on servers of both kinds."""
    actions.prepare(actor=open_group.actor)
    follower(open_group.actor, host="lemmy.example", software="lemmy")
    follower(open_group.actor, host="mastodon.example", software="mastodon")


def answered(world: World, group: Group, number: int) -> Question:
    """By members who are known elsewhere, each in her own name and with somebody who follows."""
    question = asked(world.noor, group)
    after("asked_question")
    for _one in range(number):
        name = f"Els {Actor.objects.count()}"
        els = known_elsewhere(member(name, f"{name.replace(' ', '.')}@vaknet.example"))
        follower(els, host=f"els{els.pk}.example")
        knowledge.answer(joined(els, group), question=question, text="Ja, dat mag.")
        after("answered")
    return question


def statements_of(verb: str) -> int:
    last = Activity.objects.filter(verb=verb).order_by("-pk")[0]
    with CaptureQueriesContext(connection) as found:
        outward.thing_went(last)
    return len(found)


def deliver_jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="deliver").count()


def test_twelve_answers_are_as_many_statements_as_two(world: World, open_group: Group) -> None:
    figures = []
    for number in (2, 12):
        question = answered(world, open_group, number)
        knowledge.withdraw_question(world.noor, question=question)
        jobs, sent = deliver_jobs(), Parcel.objects.count()
        figures.append((statements_of("withdrew_question"), deliver_jobs() - jobs))
        # Of each answer one of hers and one that the group passes on; the question is the group's.
        assert Parcel.objects.count() - sent == 2 * number + 1
    assert figures[0] == figures[1]
    assert figures[0][1] == 1


def carry_on() -> int:
    """The jobs that go on with it, until there are none. How many there were."""
    done = 0
    while rows := list(ProcrastinateJob.objects.filter(task_name="tell_rest_elsewhere")):
        for row in rows:
            # Rows of jobs can only be looked at by Django; what ran is taken away by hand.
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [row.pk])
            elsewhere.tell_rest(**row.args)
            done += 1
    return done


def deletes() -> list[str]:
    told = [json.loads(bytes(one.content)) for one in Parcel.objects.order_by("pk")]
    return [one["id"] for one in told if one["type"] == "Delete"]


def run_last(verb: str) -> None:
    followups.run(Activity.objects.filter(verb=verb).order_by("-pk")[0].pk)


def posts_of(person: Actor, group: Group, number: int) -> list[str]:
    """The tokens of what she wrote, the oldest first."""
    for one in range(number):
        conversation(person, group, title=f"Nummer {one}")
        after("posted")
    return list(FederatedThing.objects.order_by("pk").values_list("token", flat=True))


def test_a_group_that_stays_home_is_told_in_pieces(
    world: World, open_group: Group, fatma: Actor, monkeypatch
) -> None:
    monkeypatch.setattr(settling, "AT_ONCE", 2)
    inbox = follower(fatma, host="vrienden.example")
    tokens = posts_of(joined(fatma, open_group), open_group, 5)
    actions.keep_home(world.noor, group=open_group)
    run_last("kept_group_home")
    assert len(deletes()) == 2
    assert Follower.objects.filter(followed=open_group.actor, until=None).count() == 2
    assert carry_on() == 2
    assert [one.rpartition("#")[0][-22:] for one in deletes()[:5]] == tokens
    assert deletes()[5].startswith(id_of(open_group.actor))
    assert not Follower.objects.filter(followed=open_group.actor, until=None).exists()
    assert not FederatedThing.objects.filter(gone_at=None).exists()
    sent = Delivery.objects.filter(inbox=inbox).select_related("parcel")
    assert [b'"type":"Delete"' in bytes(one.parcel.content) for one in sent].count(True) == 5


def test_of_a_group_of_which_the_rest_was_lost_the_clock_tells(
    world: World, open_group: Group, fatma: Actor, monkeypatch, settings
) -> None:
    monkeypatch.setattr(settling, "AT_ONCE", 2)
    tokens = posts_of(joined(fatma, open_group), open_group, 5)
    outward.take_back()
    assert deletes() == []
    actions.keep_home(world.noor, group=open_group)
    run_last("kept_group_home")
    settings.FEDERATION = False
    assert carry_on() == 1
    settings.FEDERATION = True
    assert len(deletes()) == 2
    outward.take_back()
    assert [one.rpartition("#")[0][-22:] for one in deletes()[:5]] == tokens
    assert deletes()[5].startswith(id_of(open_group.actor))
    assert not Follower.objects.filter(followed=open_group.actor, until=None).exists()
    outward.take_back()
    assert len(deletes()) == 6


def test_a_group_that_is_open_again_goes_no_further(
    world: World, open_group: Group, fatma: Actor, monkeypatch
) -> None:
    monkeypatch.setattr(settling, "AT_ONCE", 2)
    posts_of(joined(fatma, open_group), open_group, 5)
    actions.keep_home(world.noor, group=open_group)
    run_last("kept_group_home")
    actions.let_out(world.noor, group=open_group)
    assert carry_on() == 1
    assert len(deletes()) == 2
    assert Follower.objects.filter(followed=open_group.actor, until=None).count() == 2


def test_a_long_conversation_is_told_in_pieces(
    world: World, open_group: Group, monkeypatch
) -> None:
    monkeypatch.setattr(settling, "AT_ONCE", 2)
    question = answered(world, open_group, 5)
    knowledge.withdraw_question(world.noor, question=question)
    run_last("withdrew_question")
    assert FederatedThing.objects.filter(gone_at=None).count() == 3
    assert carry_on() == 2
    assert not FederatedThing.objects.filter(gone_at=None).exists()


def test_who_is_known_again_is_told_of_in_pieces(
    world: World, open_group: Group, fatma: Actor, monkeypatch
) -> None:
    monkeypatch.setattr(settling, "AT_ONCE", 2)
    follower(fatma, host="vrienden.example")
    posts_of(joined(fatma, open_group), open_group, 5)
    actions.stop_federating(fatma)
    actions.federate(fatma, agreed_to=EDITION)
    assert Federating.objects.filter(actor=fatma, until=None).exists()
    run_last("stopped_federating")
    assert len(deletes()) == 2
    assert carry_on() == 2
    assert len(deletes()) == 5


def test_what_was_erased_meanwhile_is_left_alone(world: World, settings) -> None:
    for step in elsewhere.REST:
        elsewhere.tell_rest(step, 0, 0)
    settings.FEDERATION = False
    elsewhere.tell_rest("thread", 0, 0)
    assert not Parcel.objects.exists()


def test_by_the_clock_all_of_it_goes_too(
    world: World, open_group: Group, fatma: Actor, monkeypatch
) -> None:
    monkeypatch.setattr(settling, "AT_ONCE", 2)
    posts_of(joined(fatma, open_group), open_group, 5)
    Post.objects.update(withdrawn_at=timezone.now())
    outward.take_back()
    assert len(deletes()) == 5


def test_who_followed_before_is_told_no_in_as_many_statements(world: World) -> None:
    """However many there were."""
    figures = []
    for number in (1, 5):
        els = known_elsewhere(member(f"Els {number}", f"els{number}@vaknet.example"))
        at = timezone.now()
        for _one in range(number):
            follower(els, host=f"vrienden{number}.example")
        Follower.objects.filter(followed=els).update(until=at)
        with CaptureQueriesContext(connection) as found:
            actions.refuse_followers_of_before(actor=els, until=at)
        figures.append(len(found))
    assert figures[0] == figures[1]
