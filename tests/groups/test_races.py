"""Two people at the same moment at the door of one group."""

from typing import Any

import pytest

from tests.connections.test_races import at_once
from tests.groups.test_getting_in import knock
from tests.world import build
from vaknet.domain.activity.models import Activity
from vaknet.domain.groups import actions, queries, succession
from vaknet.domain.groups.models import Group, GroupMembership, JoinRequest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> Any:
    return build()


@pytest.fixture
def group(world) -> Group:
    return actions.start_group(world.noor, name="Cao", purpose="x", admission="request")


def test_a_double_click_knocks_once_and_lets_in_once(world, group):
    at_once(*[lambda: knock(world.bram, group) for _ in range(4)])
    asked = JoinRequest.objects.get(actor=world.bram)
    at_once(*[lambda: actions.let_in(world.noor, request=asked) for _ in range(4)])
    assert GroupMembership.objects.filter(actor=world.bram).count() == 1
    assert Activity.objects.filter(verb="joined_group", group=group.actor).count() == 1


def test_let_in_and_taken_back_at_the_same_moment_ends_one_way(world, group):
    asked = knock(world.bram, group)
    at_once(
        lambda: actions.let_in(world.noor, request=asked),
        lambda: actions.withdraw_request(world.bram, group=group),
    )
    asked.refresh_from_db()
    assert (asked.let_in_at is None) != (asked.withdrawn_at is None)
    assert queries.is_member(world.bram, group) == (asked.let_in_at is not None)


def test_in_by_two_ways_at_the_same_moment_is_in_once(world, group):
    asked = knock(world.bram, group)
    actions.invite(world.noor, group=group, person=world.bram)
    at_once(
        lambda: actions.let_in(world.noor, request=asked),
        lambda: actions.accept_invitation(world.bram, group=group),
    )
    assert GroupMembership.objects.filter(actor=world.bram, until=None).count() == 1


def test_accepted_and_withdrawn_at_the_same_moment_ends_one_way(world, group):
    sent = actions.invite(world.noor, group=group, person=world.bram)
    at_once(
        lambda: actions.accept_invitation(world.bram, group=group),
        lambda: actions.withdraw_invitation(world.noor, invitation=sent),
    )
    sent.refresh_from_db()
    assert (sent.accepted_at is None) != (sent.withdrawn_at is None)
    assert queries.is_member(world.bram, group) == (sent.accepted_at is not None)


def test_the_last_two_stewards_leave_at_the_same_moment(world, group):
    for one in (world.joost, world.samira):
        actions.let_in(world.noor, request=knock(one, group))
    actions.give_duty(world.noor, group=group, person=world.joost, kind="steward")
    at_once(
        lambda: actions.leave_group(world.noor, group=group),
        lambda: actions.leave_group(world.joost, group=group),
    )
    assert [offer.actor for offer in succession.open_offers(group)] == [world.samira]


def test_two_say_yes_at_the_same_moment_and_one_is_steward(world, group):
    for one in (world.joost, world.samira):
        actions.let_in(world.noor, request=knock(one, group))
    actions.leave_group(world.noor, group=group)
    at_once(
        lambda: actions.accept_stewardship(world.joost, group=group),
        lambda: actions.accept_stewardship(world.samira, group=group),
    )
    assert succession.stewards(group).count() == 1
