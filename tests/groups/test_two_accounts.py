"""Two accounts of one person become one, in groups that both have to do with."""

import pytest

from tests.groups.test_getting_in import knock
from tests.leaving.two_accounts import OLD, merge
from tests.world import World, bring_in, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions, admission, queries, succession
from vaknet.domain.groups.models import GroupInvitation, JoinRequest


@pytest.fixture
def double(world: World) -> Actor:
    return member("Samira Idrissi", OLD)


def test_she_knocks_once_and_is_invited_once(world: World, double: Actor) -> None:
    group = actions.start_group(world.noor, name="Cao", purpose="x", admission="request")
    for one in (world.samira, double):
        knock(one, group)
        actions.invite(world.noor, group=group, person=one)
    kept = merge(world.samira, double)
    [asked] = admission.requests_waiting(world.noor, group)
    assert asked.actor == kept
    [sent] = admission.invitations_sent(world.noor, group)
    assert sent.invited == kept
    assert JoinRequest.objects.count() == GroupInvitation.objects.count() == 2


def test_who_is_in_with_one_of_them_waits_for_nothing(world: World, double: Actor) -> None:
    group = actions.start_group(world.noor, name="Cao", purpose="x", admission="request")
    bring_in(world.noor, group, world.samira)
    knock(double, group)
    kept = merge(world.samira, double)
    assert queries.is_member(kept, group)
    assert list(admission.requests_waiting(world.noor, group)) == []


def test_nobody_invites_herself(world: World, double: Actor) -> None:
    group = actions.start_group(double, name="Cao", purpose="x", readers="group")
    actions.invite(double, group=group, person=world.samira)
    kept = merge(world.samira, double)
    assert admission.my_invitation(kept, group) is None
    assert queries.membership(kept, group).is_steward


def test_what_she_agreed_to_and_is_asked_stands_once(world: World, double: Actor) -> None:
    group = actions.start_group(world.noor, name="Cao", purpose="x", house_rules="Wees kort.")
    rules = group.house_rules.get()
    for one in (world.samira, double):
        actions.join_group(one, group=group, agreed_to=rules.pk)
    actions.give_duty(world.noor, group=group, person=double, kind="host")
    actions.give_duty(world.noor, group=group, person=double, kind="editor")
    actions.give_duty(world.noor, group=group, person=world.samira, kind="host")
    actions.leave_group(world.noor, group=group)
    kept = merge(world.samira, double)
    assert [offer.actor for offer in succession.open_offers(group)] == [kept]
    assert [one.actor for one in rules.agreements.exclude(actor=world.noor)] == [kept]
    assert [duty.kind for duty in admission.duties(kept, group)] == ["host", "editor"]
