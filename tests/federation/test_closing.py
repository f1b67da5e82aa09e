"""Closing the door to another network: what ends, who may, and lists from elsewhere."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.actions.limits import AT_ONCE, TAKE_LIST
from vaknet.domain.federation.models import (
    Delivery,
    Follower,
    Following,
    Host,
    HostLimit,
    LimitImport,
    RemoteActor,
)
from vaknet.domain.federation.queries.limits import (
    Ends,
    held_hosts,
    not_yet,
    refuses,
    standing_limits,
    what_ends,
)
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub.host_lists import read_list
from vaknet.interfaces.jobs import host_lists


def iris(followed: Actor, host: str = "a.elm.example") -> RemoteActor:
    there, _new = Host.objects.get_or_create(name=host)
    person = Actor.objects.create(kind="person", handle="iris", domain=host, name="Iris")
    remote = RemoteActor.objects.create(
        actor=person,
        host=there,
        uri=f"https://{host}/iris",
        inbox=f"https://{host}/iris/inbox",
        read_at=timezone.now(),
    )
    Follower.objects.create(follower=remote, followed=followed, since=timezone.now())
    Following.objects.create(
        follower=followed, followed=remote, token=f"t{person.pk}", since=timezone.now()
    )
    return remote


@transaction.atomic
def sent(by: Actor, *to: str) -> None:
    deliver(by, {"id": "x"}, to)


def test_closing_ends_follows_both_ways_and_drops_what_waits(world: World, fatma: Actor) -> None:
    iris(fatma)
    iris(fatma, "oak.example")
    sent(fatma, "https://a.elm.example/iris/inbox", "https://oak.example/inbox")
    assert what_ends("elm.example") == Ends(1, 1, 1)
    limit = actions.limit_host(
        world.moderator, host="ELM.example.", kind="suspend", reason="Spam", note="Zie dossier"
    )
    assert (limit.host, limit.by) == ("elm.example", world.moderator)
    assert what_ends("elm.example") == Ends(0, 0, 0)
    assert what_ends("oak.example") == Ends(1, 1, 1)
    assert Delivery.objects.get(trouble="closed").host.name == "a.elm.example"
    assert held_hosts([]) == []


def test_limiting_ends_nothing_and_lifting_lets_in_again(world: World, fatma: Actor) -> None:
    iris(fatma)
    limit = actions.limit_host(world.moderator, host="elm.example", kind="limit")
    assert what_ends("elm.example") == Ends(1, 1, 0)
    closed = actions.limit_host(world.moderator, host="elm.example", kind="suspend")
    assert refuses("a.elm.example")
    assert [one.pk for one in standing_limits()] == [closed.pk] != [limit.pk]
    actions.lift_limit(world.moderator, limit=closed)
    actions.lift_limit(world.moderator, limit=closed)
    assert not refuses("a.elm.example")
    verbs = Activity.objects.filter(actor=world.moderator, verb="lifted_limit")
    assert verbs.count() == 1


def test_a_new_note_is_no_new_limit(world: World) -> None:
    first = actions.limit_host(world.moderator, host="elm.example", kind="limit", note="Een")
    again = actions.limit_host(world.moderator, host="elm.example", kind="limit", note="Twee")
    assert (again.pk, again.note) == (first.pk, "Twee")
    same = actions.limit_host(world.moderator, host="elm.example", kind="limit", note="Twee")
    assert same.note == "Twee"
    changed = actions.limit_host(world.moderator, host="elm.example", kind="limit", reason="Ja")
    assert (changed.note, HostLimit.objects.count()) == ("Twee", 2)


@pytest.mark.parametrize("host", ["b*d.example", "10.0.0.1", "", "vaknet.example", "localhost"])
def test_what_cannot_be_closed_is_said(world: World, host: str) -> None:
    with pytest.raises(Refused):
        actions.limit_host(world.moderator, host=host, kind="suspend")


def test_only_who_looks_after_the_network_may(world: World) -> None:
    host = Host.objects.create(name="elm.example")
    limit = HostLimit.objects.create(host="elm.example", kind="suspend")
    brought = LimitImport.objects.create(by=world.moderator, rows=[], wrong=[])
    listed = read_list("elm.example")
    for act in (
        lambda: actions.limit_host(world.samira, host="oak.example", kind="suspend"),
        lambda: actions.lift_limit(world.samira, limit=limit),
        lambda: actions.bring_list(world.samira, listed=listed),
        lambda: actions.take_list(world.samira, brought=brought),
        lambda: actions.try_now(world.samira, host=host),
        lambda: actions.give_up_waiting(world.samira, host=host),
    ):
        with pytest.raises(Refused):
            act()


def test_a_list_is_taken_over_in_pieces_by_a_job(world: World) -> None:
    actions.limit_host(world.moderator, host="h1.example", kind="limit", reason="Zelf bedacht")
    lines = "\n".join(f"h{n}.example" for n in range(AT_ONCE + 10))
    brought = actions.bring_list(
        world.moderator, listed=read_list(f"{lines}\nvaknet.example\n***.example")
    )
    assert len(brought.rows) == AT_ONCE + 10
    assert brought.wrong == [[AT_ONCE + 12, "***.example", "hidden"]]
    host_lists.take(brought.pk)
    assert standing_limits().count() == 1
    actions.take_list(world.moderator, brought=brought)
    actions.take_list(world.moderator, brought=brought)
    assert ProcrastinateJob.objects.filter(task_name=TAKE_LIST).count() == 1
    assert actions.go_on_with_list(brought_id=brought.pk) is True
    brought.refresh_from_db()
    assert (brought.done, brought.done_at) == (AT_ONCE, None)
    host_lists.take(brought.pk)
    brought.refresh_from_db()
    assert brought.done_at is not None
    assert standing_limits().count() == AT_ONCE + 10
    assert standing_limits().get(host="h1.example").reason == "Zelf bedacht"
    assert not_yet(["h1.example", "h1.example.org"]) == ["h1.example.org"]


def test_a_list_that_lay_is_forgotten_with_the_next(world: World) -> None:
    first = actions.bring_list(world.moderator, listed=read_list("elm.example"))
    actions.bring_list(world.moderator, listed=read_list("oak.example"))
    assert not LimitImport.objects.filter(pk=first.pk).exists()


def test_lists_of_weeks_ago_are_forgotten_but_for_one_that_is_being_taken_over(
    world: World,
) -> None:
    weeks = timezone.now() - timedelta(days=15)
    for begun, done in ((None, None), (weeks, weeks), (weeks, None)):
        LimitImport.objects.create(
            by=world.moderator, rows=[], wrong=[], at=weeks, begun_at=begun, done_at=done
        )
    actions.forget_lists(now=timezone.now())
    assert LimitImport.objects.get().done_at is None
    assert LimitImport.objects.get().begun_at == weeks


def test_trying_now_and_giving_up(world: World, fatma: Actor) -> None:
    sent(fatma, "https://elm.example/inbox")
    host = Host.objects.get()
    later = timezone.now() + timedelta(days=1)
    Delivery.objects.update(due_at=later)
    Host.objects.update(waits_until=later, failures=7)
    actions.try_now(world.moderator, host=host)
    host.refresh_from_db()
    assert host.waits_until is None
    assert Delivery.objects.get().due_at <= timezone.now()
    Host.objects.update(pruned_at=timezone.now())
    actions.try_now(world.moderator, host=host)
    host.refresh_from_db()
    assert host.pruned_at is None
    assert actions.give_up_waiting(world.moderator, host=host) == 1
    assert Delivery.objects.get().trouble == "ended"


def test_a_network_of_a_trial_is_closed_by_its_port(world: World, settings) -> None:
    settings.FEDERATION_TRIAL = frozenset({"127.0.0.1:8001", "127.0.0.1:8002"})
    settings.BASE_URL = "http://127.0.0.1:8001"
    actions.limit_host(world.moderator, host="127.0.0.1:8002", kind="suspend")
    assert refuses("127.0.0.1:8002")
    with pytest.raises(Refused):
        actions.limit_host(world.moderator, host="127.0.0.1:8001", kind="suspend")
