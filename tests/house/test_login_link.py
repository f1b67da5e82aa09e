"""A sign-in link from the operator: once, for fifteen minutes, by a button, and in the log."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from vaknet.domain.activity.models import Activity
from vaknet.domain.people import actions
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused
from vaknet.interfaces.commands.login_link import command as login_link_command
from vaknet.interfaces.web import login_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def samira() -> Account:
    account = actions.knock("samira@example.org", language="nl")
    actions.join(account, name="Samira el Idrissi")
    return Account.objects.select_related("actor").get(pk=account.pk)


def _link(account: Account) -> str:
    address = login_link.address(actions.make_sign_in_link(account))
    return address.removeprefix("http://127.0.0.1:8000")


def _signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_page_asks_and_the_button_signs_in(client: Client, samira: Account) -> None:
    link = _link(samira)
    assert client.get(link).status_code == 200
    assert not _signed_in(client)
    done = client.post(link)
    assert (done.status_code, done["Location"]) == (303, "/")
    assert client.session["_auth_user_id"] == str(samira.pk)


def test_looking_at_it_does_not_use_it_up(client: Client, samira: Account) -> None:
    link = _link(samira)
    for _ in range(3):
        client.get(link)
        client.head(link)
    assert client.post(link).status_code == 303


def test_it_works_once(client: Client, samira: Account) -> None:
    link = _link(samira)
    client.post(link)
    again = Client().post(link)
    assert again.status_code == 410
    assert "_auth_user_id" not in again.client.session


def test_two_links_work_once_each(samira: Account) -> None:
    links = [_link(samira), _link(samira)]
    assert [Client().post(link).status_code for link in links] == [303, 303]
    assert [Client().post(link).status_code for link in links] == [410, 410]


def test_it_works_for_fifteen_minutes(client: Client, samira: Account) -> None:
    start = datetime.now(UTC)
    with time_machine.travel(start, tick=False):
        link = _link(samira)
    with time_machine.travel(start + timedelta(minutes=14, seconds=59), tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel(start + timedelta(minutes=15, seconds=1), tick=False):
        assert client.get(link).status_code == 410
        assert client.post(link).status_code == 410
    assert not _signed_in(client)


@pytest.mark.parametrize("token", ["1", "1~abc~def", "x" * 3000, "1~1tAAAA~%F0%9F%98%80"])
def test_a_link_that_we_did_not_make(client: Client, samira: Account, token: str) -> None:
    assert client.get(f"/inloggen/link/{token}/").status_code == 410
    assert client.post(f"/inloggen/link/{token}/").status_code == 410
    assert not _signed_in(client)


def test_a_signed_number_of_something_else_opens_nothing(client: Client, samira: Account) -> None:
    joined = Activity.objects.get(verb="joined")
    done = client.post(f"/inloggen/link/{login_link.SIGNER.sign(str(joined.pk))}/")
    assert done.status_code == 410
    assert not _signed_in(client)


def test_a_closed_account_stays_closed(client: Client, samira: Account) -> None:
    link = _link(samira)
    Account.objects.filter(pk=samira.pk).update(is_active=False)
    assert client.post(link).status_code == 410
    with pytest.raises(Refused):
        actions.make_sign_in_link(Account.objects.get(pk=samira.pk))


def test_who_only_knocked_gets_no_link() -> None:
    with pytest.raises(Refused):
        actions.make_sign_in_link(actions.knock("bram@example.org", language="nl"))


def test_making_and_using_it_are_in_the_log(client: Client, samira: Account) -> None:
    client.post(_link(samira))
    verbs = (
        Activity.objects.filter(actor=samira.actor).order_by("pk").values_list("verb", "audience")
    )
    assert list(verbs)[-2:] == [("made_sign_in_link", "self"), ("used_sign_in_link", "self")]


def test_of_several_each_link_stands_behind_its_handle(samira: Account) -> None:
    joost = actions.join(actions.knock("joost@example.org", language="nl"), name="Joost van Meer")
    handles = [samira.actor.handle, joost.handle]
    said = CliRunner().invoke(login_link_command, handles).output.splitlines()
    assert [line.split(": http")[0].strip() for line in said] == handles
    one = CliRunner().invoke(login_link_command, handles[:1]).output
    assert one.startswith("http")
    assert "no member with the handle niemand" in (
        CliRunner().invoke(login_link_command, ["niemand"]).output
    )
