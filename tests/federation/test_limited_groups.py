"""From a network that is kept at a distance, following a group waits for a steward."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.federation.story import somebody_elsewhere
from tests.federation.test_pages import signed_in
from tests.world import World
from vaknet.domain.activity.actions import FOLLOW_UP
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import Follower, HostLimit, Parcel, RemoteActor
from vaknet.domain.federation.queries.arrived import follows_one_of
from vaknet.domain.groups.models import Group
from vaknet.domain.notices.actions import read_notices
from vaknet.domain.notices.models import Notice
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Block
from vaknet.domain.refusal import Refused
from vaknet.interfaces.federation import who
from vaknet.interfaces.jobs import followups

YES, NO = "That one follows the group now.", "That one does not follow the group."


@pytest.fixture(autouse=True)
def _at_a_distance(world: World, open_group: Group) -> None:
    who.identity(open_group.actor)
    HostLimit.objects.create(host="ver.example", kind=HostLimit.Kind.LIMIT, by=world.moderator)


def asks(actor: Actor, name: str = "Elly", *, host: str = "ver.example") -> Follower:
    remote = somebody_elsewhere(name, host=host)
    with transaction.atomic():
        actions.be_asked_to_follow(remote=remote, actor=actor, activity="", at=timezone.now())
    return Follower.objects.get(follower=remote, followed=actor)


def asks_again(asked: Follower) -> Follower:
    remote, actor = asked.follower, asked.followed
    with transaction.atomic():
        actions.be_asked_to_follow(remote=remote, actor=actor, activity="", at=timezone.now())
    return Follower.objects.get(follower=remote, followed=actor, until=None)


def kinds() -> list[str]:
    return [json.loads(bytes(one.content))["type"] for one in Parcel.objects.order_by("pk")]


def path(group: Group) -> str:
    return f"/g/{group.actor.handle}/instellingen/andere-netwerken/"


def act(client: Client, group: Group, name: str, number: object) -> str:
    sent = {"act": name, "number": number}
    return client.post(path(group), sent, follow=True).content.decode()


def test_a_steward_says_yes_or_no(world: World, open_group: Group) -> None:
    first, second = asks(open_group.actor), asks(open_group.actor, "Otto")
    assert kinds() == []
    assert not follows_one_of(first.follower.actor, [open_group])
    client = signed_in(world.noor)
    page = client.get(path(open_group)).content.decode()
    assert "Who would like to follow the group" in page
    assert "@elly@ver.example" in page
    assert YES in act(client, open_group, "accept", first.pk)
    assert NO in act(client, open_group, "decline", second.pk)
    act(client, open_group, "accept", first.pk)
    assert kinds() == ["Accept", "Reject"]
    assert follows_one_of(first.follower.actor, [open_group])
    assert not queries.asking_to_follow(world.noor, open_group.actor).exists()
    assert "Who would like to follow" not in client.get(path(open_group)).content.decode()
    done = Activity.objects.filter(group=open_group.actor, actor=world.noor)
    assert {"accepted_follower", "declined_follower"} <= set(done.values_list("verb", flat=True))


def test_nobody_else_says_so(world: World, open_group: Group) -> None:
    asked = asks(open_group.actor)
    assert signed_in(world.bram).get(path(open_group)).status_code in {403, 404}
    for act_of in (actions.accept_follower, actions.decline_follower):
        with pytest.raises(Refused):
            act_of(world.bram, pk=asked.pk, group=open_group)
        act_of(world.noor, pk=asks(world.group.actor, "Ans").pk, group=open_group)
    asked.refresh_from_db()
    assert (asked.since, asked.until) == (None, None)
    actions.keep_home(world.noor, group=open_group)
    with pytest.raises(Refused):
        actions.accept_follower(world.noor, pk=asked.pk, group=open_group)


def test_from_anywhere_else_a_group_agrees_at_once(open_group: Group) -> None:
    """And so does the network itself, whoever asks."""
    assert asks(open_group.actor, host="elders.example").since is not None
    assert asks(who.network()).since is not None
    assert kinds() == ["Accept", "Accept"]


def told_of(group: Group) -> list[Activity]:
    """What was asked of a group and told: the others are in the log alone."""
    jobs = ProcrastinateJob.objects.filter(task_name=FOLLOW_UP)
    told = [one.args["activity_id"] for one in jobs]
    rows = Activity.objects.filter(verb="asked_to_follow_group_from_elsewhere", pk__in=told)
    asked = Follower.objects.filter(followed=group.actor).values("pk")
    return list(rows.filter(object_id__in=asked).order_by("pk"))


def test_stewards_hear_that_somebody_waits_and_no_more_once_that_is_answered(
    world: World, open_group: Group
) -> None:
    people.set_language(world.noor.account, language="en")
    asked, name = asks(open_group.actor), open_group.actor.name
    [activity] = told_of(open_group)
    [letter] = followups.letters_to(world.noor, activity)
    assert letter.subject == f"Somebody on another network would like to follow {name}"
    assert letter.action_url.endswith(path(open_group))
    assert "Elly" not in f"{letter.subject}{letter.context}"
    assert followups.letters_to(world.bram, activity) == []
    followups.run(activity.pk)
    notice = Notice.objects.get(activity=activity)
    assert (notice.reader, notice.kind) == (world.noor, "care")
    client = signed_in(world.noor)
    page = client.get("/meldingen/").content.decode()
    assert "Somebody on another network would like to follow a group:" in page
    assert f'href="{path(open_group)}"' in page
    assert "Elly" not in page
    front = client.get(f"/g/{open_group.actor.handle}/").content.decode()
    assert 'Other networks</a> <span class="tag">1</span>' in front
    actions.decline_follower(world.noor, pk=asked.pk, group=open_group)
    assert followups.letters_to(world.noor, activity) == []
    assert path(open_group) not in client.get("/meldingen/").content.decode()
    front = client.get(f"/g/{open_group.actor.handle}/").content.decode()
    assert "Other networks</a></li>" in front


def test_stewards_read_it_in_their_own_language(world: World, open_group: Group) -> None:
    asks(open_group.actor)
    [activity] = told_of(open_group)
    people.set_language(world.noor.account, language="nl")
    [letter] = followups.letters_to(world.noor, activity)
    name = open_group.actor.name
    assert letter.subject == f"Iemand op een ander netwerk wil {name} volgen"
    assert letter.context["said"].opening.startswith("Dat netwerk wordt hier op afstand gehouden.")


def heard(reader: Actor, *asked: Follower) -> list[int]:
    """Of which askings she was told, once these are told too."""
    verb = "asked_to_follow_group_from_elsewhere"
    for one in asked:
        followups.run(Activity.objects.get(verb=verb, object_id=one.pk).pk)
    told = Notice.objects.filter(reader=reader, activity__verb=verb).order_by("activity")
    return list(told.values_list("activity__object_id", flat=True))


def stops(asked: Follower) -> None:
    actions.be_unfollowed(remote=asked.follower, actor=asked.followed, at=timezone.now())


def days_later(days: int) -> None:
    """All that was asked and told so far was so many days ago."""
    for rows in (Activity.objects.all(), Notice.objects.all()):
        rows.update(at=F("at") - timedelta(days=days))
    Follower.objects.update(asked_at=F("asked_at") - timedelta(days=days))


def test_of_all_who_ask_in_a_day_stewards_hear_once(world: World, open_group: Group) -> None:
    first, second = asks(open_group.actor), asks(open_group.actor, "Otto")
    assert heard(world.noor, first, second) == [first.pk]
    actions.decline_follower(world.noor, pk=first.pk, group=open_group)
    activity = told_of(open_group)[0]
    assert len(followups.letters_to(world.noor, activity)) == 1  # the other one waits
    assert heard(world.noor, asks(open_group.actor, "Bea")) == [first.pk]
    days_later(1)
    third = asks(open_group.actor, "Ans")
    assert heard(world.noor, third) == [first.pk, third.pk]


def test_who_asks_and_stops_by_many_names_is_one_letter_a_day(
    world: World, open_group: Group
) -> None:
    told = []
    for name in ("Elly", "Otto", "Ans"):
        asked = asks(open_group.actor, name)
        told.append(heard(world.noor, asked))
        stops(asked)
    assert len(told[0]) == 1
    assert told == [told[0]] * 3


def test_who_asks_stops_and_asks_again_is_told_of_once(world: World, open_group: Group) -> None:
    first = asks(open_group.actor)
    assert heard(world.noor, first) == [first.pk]
    stops(first)
    days_later(29)
    second = asks_again(first)
    assert heard(world.noor, second) == [first.pk]
    stops(second)
    days_later(2)
    third = asks_again(first)
    assert heard(world.noor, third) == [first.pk, third.pk]


def test_who_was_not_told_of_is_told_of_when_he_asks_again(world: World, open_group: Group) -> None:
    first, other = asks(open_group.actor), asks(open_group.actor, "Otto")
    assert heard(world.noor, first, other) == [first.pk]
    actions.decline_follower(world.noor, pk=first.pk, group=open_group)
    stops(other)
    days_later(3)
    again = asks_again(other)
    assert heard(world.noor, again) == [first.pk, again.pk]


def test_whom_a_steward_blocked_keeps_nobody_else_from_her(world: World, open_group: Group) -> None:
    blocked = asks(open_group.actor)
    Block.objects.create(actor=world.noor, other=blocked.follower.actor)
    assert heard(world.noor, blocked) == []
    second = asks(open_group.actor, "Otto")
    assert heard(world.noor, second) == [second.pk]


def test_who_is_gone_before_stewards_heard_keeps_nobody_else_from_them(
    world: World, open_group: Group
) -> None:
    gone = asks(open_group.actor)
    RemoteActor.objects.filter(pk=gone.follower_id).update(gone_at=timezone.now())
    assert heard(world.noor, gone) == []
    second = asks(open_group.actor, "Otto")
    assert heard(world.noor, second) == [second.pk]


def test_while_there_is_no_door_to_others_no_notice_points_at_nothing(
    world: World, open_group: Group, settings
) -> None:
    asked = asks(open_group.actor)
    heard(world.noor, asked)
    client = signed_in(world.noor)
    assert path(open_group) in client.get("/meldingen/").content.decode()
    settings.FEDERATION = False
    assert path(open_group) not in client.get("/meldingen/").content.decode()
    assert followups.letters_to(world.noor, told_of(open_group)[0]) == []
    settings.FEDERATION = True
    assert path(open_group) in client.get("/meldingen/").content.decode()


def test_of_a_group_only_the_latest_notice_stands_there(world: World, open_group: Group) -> None:
    first = asks(open_group.actor)
    heard(world.noor, first)
    read_notices(world.noor, until=timezone.now())
    actions.decline_follower(world.noor, pk=first.pk, group=open_group)
    days_later(2)
    second = asks(open_group.actor, "Otto")
    assert heard(world.noor, second) == [first.pk, second.pk]
    page = signed_in(world.noor).get("/meldingen/").content.decode()
    assert page.count(f'href="{path(open_group)}"') == 1


def test_who_waits_still_once_the_limit_is_lifted_is_told_true(
    world: World, open_group: Group
) -> None:
    asked, client = asks(open_group.actor), signed_in(world.noor)
    HostLimit.objects.update(until=timezone.now())
    page = client.get(path(open_group)).content.decode()
    assert "Their network was kept at a distance here when they asked." in page
    assert YES in act(client, open_group, "accept", asked.pk)


def test_telling_asks_as_much_however_many_asked_before(world: World, open_group: Group) -> None:
    costs = []
    for names in (["Elly"], ["Otto", "Ans", "Bea"]):
        asked = [asks(open_group.actor, name) for name in names]
        heard(world.noor, *asked)
        activity = Activity.objects.get(actor=asked[0].follower.actor)
        with CaptureQueriesContext(connection) as told:
            assert len(followups.letters_to(world.noor, activity)) == 1
        costs.append(len(told))
        days_later(1)
    assert costs[0] == costs[1]


def test_a_steward_who_blocked_whoever_asks_neither_hears_nor_answers(
    world: World, open_group: Group
) -> None:
    asked = asks(open_group.actor)
    Block.objects.create(actor=world.noor, other=asked.follower.actor)
    [activity] = told_of(open_group)
    assert followups.letters_to(world.noor, activity) == []
    assert "elly" not in signed_in(world.noor).get(path(open_group)).content.decode()
    actions.accept_follower(world.noor, pk=asked.pk, group=open_group)
    actions.decline_follower(world.noor, pk=asked.pk, group=open_group)
    asked.refresh_from_db()
    assert (asked.since, asked.until) == (None, None)
