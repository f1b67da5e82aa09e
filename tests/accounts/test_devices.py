"""Where I am signed in: my list, and out again in one of them or in all others."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.accounts.test_one_door import code_for, knock
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions, queries
from vaknet.domain.people.models import SignIn
from vaknet.interfaces.jobs import clock
from vaknet.interfaces.web import login_link

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1"


def browser(actor: Actor, says: str = FIREFOX) -> Client:
    """Through the door, with a browser that says what it is."""
    client = Client(headers={"user-agent": says, "accept-language": "nl"}, REMOTE_ADDR="192.0.2.7")
    knock(client, actor.account.email)
    client.post("/inloggen/code/", {"code": code_for(actor.account.email)})
    return client


def sign_in_of(client: Client) -> SignIn:
    return SignIn.objects.get(session_id=client.session.session_key)


def is_in(client: Client) -> bool:
    return client.get("/ik/").status_code == 200


def out_there(client: Client, sign_in: SignIn):
    return client.post(f"/ik/inloggen/apparaat/{sign_in.pk}/uit/", follow=True)


def test_samira_sees_where_she_is_signed_in(world: World) -> None:
    here = browser(world.samira)
    browser(world.samira, PHONE)
    text = here.get("/ik/inloggen/").text
    assert text.index("Firefox op Linux") < text.index("deze browser") < text.index("iPhone")
    assert "Safari op iPhone" in text
    assert "vandaag gebruikt na" in text
    assert text.count("/ik/inloggen/apparaat/") == 1


def test_nobody_else_is_in_her_list(world: World) -> None:
    """Not a contact, not a stranger, and not one who blocked her."""
    here = browser(world.samira)
    actions.block(world.noor, other=world.samira)
    for other in (world.bram, world.noor, world.joost):
        browser(other, PHONE)
    text = here.get("/ik/inloggen/").text
    assert "iPhone" not in text
    assert "Je bent nergens anders ingelogd." in text
    assert "Log overal elders uit" not in text


def test_one_browser_is_signed_out_and_the_rest_stays(world: World) -> None:
    here, phone, work = (browser(world.samira, says) for says in (FIREFOX, PHONE, FIREFOX))
    there = sign_in_of(phone)
    assert "Je bent daar uitgelogd." in out_there(here, there).text
    assert [is_in(client) for client in (here, phone, work)] == [True, False, True]
    assert "iPhone" not in here.get("/ik/inloggen/").text
    assert out_there(here, there).status_code == 200


def test_nobody_signs_somebody_else_out(world: World) -> None:
    hers, his = browser(world.samira), browser(world.bram)
    out_there(his, sign_in_of(hers))
    out_there(Client(), sign_in_of(hers))
    assert is_in(hers)


def test_a_number_that_is_nobodys_is_no_fault(world: World) -> None:
    client = browser(world.samira)
    for pk in (0, 999, 10**30):
        answer = client.post(f"/ik/inloggen/apparaat/{pk}/uit/", follow=True)
        assert answer.status_code == 200


def test_who_ends_this_very_browser_is_out(world: World) -> None:
    here = browser(world.samira)
    answer = out_there(here, sign_in_of(here))
    assert answer.redirect_chain[-1][0].startswith("/inloggen/")
    assert not is_in(here)


def test_signing_out_everywhere_else_leaves_this_one_and_since_when(world: World) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(days=2)):
        here, phone = browser(world.samira), browser(world.samira, PHONE)
    before = sign_in_of(here)
    here.post("/ik/inloggen/elders-uit/")
    assert (is_in(here), is_in(phone)) == (True, False)
    after = sign_in_of(here)
    assert [one.pk for one in queries.sign_ins(world.samira.account)] == [after.pk]
    assert after.session_id != before.session_id
    assert after.since == before.since


def test_signing_out_takes_it_from_the_list(world: World) -> None:
    here, phone = browser(world.samira), browser(world.samira, PHONE)
    phone.post("/uitloggen/")
    assert "iPhone" not in here.get("/ik/inloggen/").text
    assert SignIn.objects.count() == 1


def test_a_session_past_its_time_is_not_in_the_list(world: World) -> None:
    here, phone = browser(world.samira), browser(world.samira, PHONE)
    key = phone.session.session_key
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(minutes=1))
    assert "iPhone" not in here.get("/ik/inloggen/").text


def test_last_use_is_kept_by_the_hour_and_no_address_at_all(world: World) -> None:
    start = datetime(2026, 11, 10, 9, 20, 31, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        client = browser(world.samira)
    for minutes, seen in ((30, 9), (59, 9), (61, 10), (100, 10), (125, 11)):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            client.get("/over/")
            assert sign_in_of(client).seen_at == start.replace(hour=seen, minute=0, second=0)
    row = SignIn.objects.values().get()
    assert row["since"] == start
    assert "192.0.2.7" not in str(row)
    assert "140.0" not in str(row)
    with time_machine.travel(start + timedelta(days=1), tick=False):
        assert (
            "laatst gebruikt op dinsdag 10 november"
            in browser(world.samira).get("/ik/inloggen/").text
        )


def test_within_the_hour_a_page_costs_nothing_more(world: World, django_assert_num_queries) -> None:
    client = browser(world.samira)
    with django_assert_num_queries(2):  # the session, and the account with its actor
        client.get("/over/")


def test_the_list_takes_as_many_statements_for_many_as_for_one(
    world: World, django_assert_max_num_queries
) -> None:
    client = browser(world.samira)
    with django_assert_max_num_queries(50) as one:
        client.get("/ik/inloggen/")
    most = len(one)
    for _ in range(4):
        browser(world.samira, PHONE)
    with django_assert_max_num_queries(most):
        client.get("/ik/inloggen/")
    assert SignIn.objects.count() == 5


def test_who_comes_by_the_operators_link_is_in_the_list(world: World) -> None:
    link = login_link.address(actions.make_sign_in_link(world.samira.account))
    client = Client(headers={"user-agent": PHONE})
    client.post("/" + link.split("/", 3)[3])
    assert sign_in_of(client).system == "iPhone"


def test_who_lends_her_browser_has_a_line_of_her_own(world: World) -> None:
    """Another account in the same browser: the first one's line is gone, and since when is new."""
    with time_machine.travel(datetime.now(UTC) - timedelta(days=1)):
        client = browser(world.samira)
    link = login_link.address(actions.make_sign_in_link(world.bram.account))
    client.post("/" + link.split("/", 3)[3])
    row = SignIn.objects.get()
    assert row.account == world.bram.account
    assert timezone.now() - row.since < timedelta(minutes=1)
    assert row == sign_in_of(client)


def test_a_browser_that_says_nothing_is_still_in_the_list(world: World) -> None:
    here = browser(world.samira)
    browser(world.samira, "")
    browser(world.samira, "curl/8 (Windows)")
    text = here.get("/ik/inloggen/").text
    assert "Een browser die we niet kennen" in text
    assert ">Windows</b>" in text


def test_a_session_that_just_ended_is_not_noted(world: World) -> None:
    noted = actions.note_sign_in(
        world.samira.account,
        session="gone",
        names=("Firefox", "Linux"),
        since=timezone.now(),
        now=timezone.now(),
    )
    assert not noted
    assert not SignIn.objects.exists()


@pytest.mark.parametrize("path", ["/ik/inloggen/apparaat/1/uit/"])
def test_looking_signs_nobody_out(world: World, path: str) -> None:
    assert browser(world.samira).get(path).status_code == 405


def test_a_session_that_is_in_no_list_ends_with_all_others(world: World) -> None:
    here, unlisted = browser(world.samira), Client()
    unlisted.force_login(world.samira.account)
    assert SignIn.objects.count() == 1
    assert is_in(unlisted)
    here.post("/ik/inloggen/elders-uit/")
    assert (is_in(here), is_in(unlisted)) == (True, False)


def test_what_ran_out_is_forgotten_within_the_hour(world: World) -> None:
    here, phone = browser(world.samira), browser(world.samira, PHONE)
    gone, stays = phone.session.session_key, here.session.session_key
    Session.objects.filter(pk=gone).update(expire_date=timezone.now() - timedelta(minutes=1))
    clock.forget_sessions(timestamp=0)
    assert [row.session_id for row in SignIn.objects.all()] == [stays]
    assert [row.pk for row in Session.objects.all()] == [stays]
