"""The operator hands out a way in when mail does not work: once, and only to a member."""

import pytest

from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.people import actions
from vaknet.domain.people.actions import sign_in_links
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused


def test_a_link_lets_in_once(world: World) -> None:
    link = sign_in_links.make_sign_in_link(world.samira.account)
    assert sign_in_links.use_sign_in_link(link.pk) == world.samira.account
    with pytest.raises(Refused):
        sign_in_links.use_sign_in_link(link.pk)


def test_who_only_knocked_gets_no_link(world: World) -> None:
    knocked = actions.knock("sanne@elders.example", language="nl")
    with pytest.raises(Refused):
        sign_in_links.make_sign_in_link(knocked)


def test_a_closed_account_gets_no_link_and_uses_none(world: World) -> None:
    link = sign_in_links.make_sign_in_link(world.bram.account)
    Account.objects.filter(actor=world.bram).update(is_active=False)
    with pytest.raises(Refused):
        sign_in_links.use_sign_in_link(link.pk)
    with pytest.raises(Refused):
        sign_in_links.make_sign_in_link(Account.objects.get(actor=world.bram))


def test_another_entry_of_the_log_is_no_link(world: World) -> None:
    link = sign_in_links.make_sign_in_link(world.samira.account)
    sign_in_links.use_sign_in_link(link.pk)
    with pytest.raises(Refused):
        sign_in_links.use_sign_in_link(Activity.objects.get(verb=sign_in_links.USED).pk)
