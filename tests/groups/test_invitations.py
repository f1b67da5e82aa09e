"""A steward asks somebody into a group, also into one that nobody knows of."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from tests.groups.test_getting_in import knock, letters, signed_in, without_tokens
from tests.leaving.story import take
from tests.world import World, bring_in
from vaknet.domain.activity.models import Activity
from vaknet.domain.groups import actions, admission, queries
from vaknet.domain.groups.models import Group, GroupInvitation
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused

WORDS = "Jij weet hoe het in het jongerenwerk gaat."


@pytest.fixture
def hidden(world: World) -> Group:
    group = actions.start_group(
        world.noor, name="Staking", purpose="Wat we doen", readers="group", house_rules="Zwijg."
    )
    actions.invite(world.noor, group=group, person=world.joost)
    actions.accept_invitation(world.joost, group=group, agreed_to=group.house_rules.get().pk)
    return group


def address(group: Group) -> str:
    return f"/g/{group.actor.handle}/"


def test_who_is_invited_sees_it_from_outside_and_joins(world: World, hidden: Group) -> None:
    steward = signed_in(world.noor)
    form = {"handle": "@Bram.Kuipers", "text": WORDS}
    assert steward.post(f"{address(hidden)}uitnodigen/", form).status_code == 303
    assert "Bram Kuipers" in steward.get(f"{address(hidden)}uitnodigen/").text

    client = signed_in(world.bram)
    assert "Staking" in client.get("/g/").text
    page = client.get(address(hidden)).text
    assert WORDS in page
    assert "Zwijg." in page
    assert "Joost" not in page
    assert client.post(f"{address(hidden)}meedoen/").status_code == 422
    rules = hidden.house_rules.get().pk
    client.post(f"{address(hidden)}meedoen/", {"agree": rules})
    assert queries.is_member(world.bram, hidden)
    assert "Invited, not in yet" not in steward.get(f"{address(hidden)}uitnodigen/").text
    assert actions.accept_invitation(world.bram, group=hidden) is not None


def test_nobody_else_learns_of_it(world: World, hidden: Group) -> None:
    actions.invite(world.noor, group=hidden, person=world.bram, text=WORDS)
    for other in (world.joost, world.fatma, world.moderator):
        client = signed_in(other)
        pages = ("", "uitnodigen/", "leden/", "wie-zorgt/", "meedoen/")
        told = [client.get(f"{address(hidden)}{page}").text for page in pages]
        told += [client.get(page).text for page in ("/g/", "/", "/@bram.kuipers/")]
        assert not any(WORDS in text for text in told)
        assert not any("Bram" in text for text in told[:-1])
    assert admission.my_invitation(world.fatma, hidden) is None


def test_it_is_in_two_archives(world: World, hidden: Group, settings, tmp_path: Path) -> None:
    """Of who invited and who is invited; the name of the group in nobody else's."""
    settings.VAKNET_DATA = tmp_path
    actions.invite(world.noor, group=hidden, person=world.bram, text=WORDS)
    for one in (world.noor, world.bram):
        assert WORDS in take(one).whole
    assert WORDS not in take(world.joost).whole  # who is in the group
    assert "Staking" not in take(world.fatma).whole


def test_a_no_is_told_to_nobody(world: World, hidden: Group) -> None:
    actions.invite(world.noor, group=hidden, person=world.bram)
    page = f"{address(hidden)}uitnodigen/"
    before = signed_in(world.noor).get(page).text
    gone = signed_in(world.bram).post(f"{address(hidden)}liever-niet/")
    assert gone["Location"] == "/g/"
    actions.decline_invitation(world.bram, group=hidden)
    assert without_tokens(before) == without_tokens(signed_in(world.noor).get(page).text)
    assert signed_in(world.bram).get(address(hidden)).status_code == 404
    assert actions.accept_invitation(world.bram, group=hidden) is None
    again = actions.invite(world.noor, group=hidden, person=world.bram)
    assert again.declined_at is not None
    assert Activity.objects.filter(verb="declined_group_invitation").count() == 1


def test_only_stewards_invite(world: World, hidden: Group) -> None:
    with pytest.raises(Refused):
        actions.invite(world.joost, group=hidden, person=world.bram)
    sent = actions.invite(world.noor, group=hidden, person=world.bram)
    with pytest.raises(Refused):
        actions.withdraw_invitation(world.joost, invitation=sent)
    there = f"{address(hidden)}uitnodigen/{sent.pk}/"
    assert signed_in(world.joost).post(there).status_code == 404
    assert list(admission.invitations_sent(world.joost, hidden)) == []


def test_a_withdrawn_invitation_opens_nothing(world: World, hidden: Group) -> None:
    sent = actions.invite(world.noor, group=hidden, person=world.bram)
    there = f"{address(hidden)}uitnodigen/{sent.pk}/"
    signed_in(world.noor).post(there)
    actions.withdraw_invitation(world.noor, invitation=sent)
    assert Activity.objects.filter(verb="withdrew_group_invitation").count() == 1
    assert signed_in(world.noor).post(there).status_code == 404
    assert signed_in(world.bram).get(address(hidden)).status_code == 404
    with pytest.raises(Refused, match="30"):
        actions.invite(world.noor, group=hidden, person=world.bram)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert actions.invite(world.noor, group=hidden, person=world.bram) != sent


def test_who_is_kept_apart_is_as_if_not_there(world: World, hidden: Group) -> None:
    people.block(world.bram, other=world.noor)
    steward, page = signed_in(world.noor), f"{address(hidden)}uitnodigen/"
    apart, nobody = (
        steward.post(page, {"handle": handle}) for handle in ("bram.kuipers", "niemand.hier")
    )
    assert (apart.status_code, nobody.status_code) == (422, 422)
    told = apart.text.replace("bram.kuipers", "niemand.hier")
    assert without_tokens(told) == without_tokens(nobody.text)
    with pytest.raises(Refused):
        actions.invite(world.noor, group=hidden, person=world.bram)


def test_a_block_ends_an_invitation(world: World, hidden: Group) -> None:
    actions.invite(world.noor, group=hidden, person=world.bram)
    people.block(world.bram, other=world.noor)
    assert signed_in(world.bram).get(address(hidden)).status_code == 404
    assert list(admission.invitations_sent(world.noor, hidden)) == []


def test_who_is_in_is_not_invited(world: World, hidden: Group) -> None:
    with pytest.raises(Refused) as refused:
        actions.invite(world.noor, group=hidden, person=world.joost)
    assert refused.value.field == "handle"


def test_twenty_a_day(world: World, hidden: Group) -> None:
    rows = [
        GroupInvitation(
            group=hidden, invited=world.fatma, by=world.noor, withdrawn_at=timezone.now()
        )
        for _ in range(20)
    ]
    GroupInvitation.objects.bulk_create(rows)
    with pytest.raises(Refused, match="20"):
        actions.invite(world.noor, group=hidden, person=world.bram)


def test_it_comes_by_mail_with_her_words(world: World, hidden: Group) -> None:
    Activity.objects.filter(verb="invited_into_group").delete()
    actions.invite(world.noor, group=hidden, person=world.bram, text=WORDS)
    (letter,) = letters("invited_into_group")
    assert letter.to == [world.bram.account.email]
    assert WORDS in letter.body
    assert address(hidden) in letter.body


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda world, sent: actions.withdraw_invitation(world.noor, invitation=sent),
        lambda world, sent: actions.decline_invitation(world.bram, group=sent.group),
        lambda world, _sent: people.mute(world.bram, other=world.noor),
        lambda world, _sent: people.block(world.bram, other=world.noor),
    ],
    ids=["withdrawn", "declined", "muted", "blocked"],
)
def test_what_is_no_longer_open_is_not_mailed(world: World, hidden: Group, meanwhile) -> None:
    Activity.objects.filter(verb="invited_into_group").delete()
    meanwhile(world, actions.invite(world.noor, group=hidden, person=world.bram))
    mail.outbox.clear()
    assert letters("invited_into_group") == []


def test_a_muted_steward_still_stands_on_the_page(world: World, hidden: Group) -> None:
    people.mute(world.bram, other=world.noor)
    actions.invite(world.noor, group=hidden, person=world.bram)
    assert "Staking" in signed_in(world.bram).get("/g/").text


def test_who_knocked_and_is_invited_is_in_once(world: World) -> None:
    group = actions.start_group(world.noor, name="Cao", purpose="x", admission="request")
    asked = knock(world.bram, group)
    bring_in(world.noor, group, world.bram)
    asked.refresh_from_db()
    assert asked.withdrawn_at is not None
    assert list(admission.requests_waiting(world.noor, group)) == []
    actions.leave_group(world.bram, group=group)
    asked = knock(world.fatma, group)
    actions.invite(world.noor, group=group, person=world.fatma)
    actions.let_in(world.noor, request=asked)
    assert admission.my_invitation(world.fatma, group) is None
    assert group.memberships.filter(until=None).count() == 2
