"""The second step: a code of an app after the code by mail, and paper for a lost phone."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from django.core import mail
from django.test import Client

from tests import postbox
from tests.accounts.identity_provider import IdentityProvider, going_to, sign_in
from tests.accounts.phone import code_of, secret_on
from tests.accounts.soft_key import SoftKey
from tests.accounts.test_one_door import code_for, knock
from tests.accounts.test_ways_in import add_passkey, signed_in, use_passkey
from tests.leaving.story import take
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.people import actions
from vaknet.domain.people.models import Account
from vaknet.domain.people.second_step import opened_secret, recovery_codes_left
from vaknet.domain.refusal import Refused
from vaknet.interfaces.commands.second_step_off import command
from vaknet.interfaces.jobs import followups
from vaknet.interfaces.web import login_link

PAGE, STEP = "/ik/inloggen/tweede-stap/", "/inloggen/tweede-stap/"
START = datetime(2026, 11, 24, 10, 0, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(world: World) -> Iterator[time_machine.Traveller]:
    """Stands still, at the begin of a half minute, until a test moves it."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def later(clock: time_machine.Traveller, **more: int) -> None:
    clock.shift(timedelta(**more))


def turned_on(actor: Actor) -> tuple[Client, str, list[str]]:
    """By her, on her page: her browser, what her app has, and what is on paper."""
    client = signed_in(actor)
    secret = secret_on(client.get(PAGE))
    shown = client.post(PAGE, {"code": code_of(secret)})
    codes = re.findall(r'<li class="key"><b>([^<]+)</b>', shown.text)
    assert len(codes) == 10
    return client, secret, codes


def half_way(actor: Actor, **more: str) -> Client:
    """The code by mail was right."""
    client = Client()
    knock(client, actor.account.email, **more)
    answer = client.post("/inloggen/code/", {"code": code_for(actor.account.email)})
    assert answer.headers["Location"] == STEP
    assert client.get("/ik/").status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/ik/").status_code == 200


def deliver() -> list[str]:
    """The subjects of what the worker sends."""
    mail.outbox.clear()
    for activity in Activity.objects.filter(verb__regex="second_step|recovery_code").order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()
    return [letter.subject for letter in mail.outbox]


# Turning it on


def test_samira_turns_it_on_and_is_asked_from_then_on(world: World, clock) -> None:
    _client, secret, _codes = turned_on(world.samira)
    later(clock, seconds=30)
    client = half_way(world.samira, next="/g/")
    assert "De tweede stap" in client.get(STEP).text
    entered = client.post(STEP, {"code": code_of(secret)})
    assert entered.headers["Location"] == "/g/"
    assert is_in(client)
    assert "data-passkey-add" in client.get("/ik/inloggen/").text


def test_without_a_right_code_nothing_is_on(world: World) -> None:
    client = signed_in(world.samira)
    secret = secret_on(client.get(PAGE))
    for code in ("", "000000", "abc", code_of(secret, steps=5), "1" * 100, "💌"):
        page = client.post(PAGE, {"code": code})
        assert page.status_code == 422
        assert secret_on(page) == secret
    assert not Authenticator.objects.exists()


def test_a_code_may_be_typed_with_spaces(world: World, clock) -> None:
    _client, secret, codes = turned_on(world.samira)
    later(clock, seconds=30)
    client = half_way(world.samira)
    code = code_of(secret)
    client.post(STEP, {"code": f" {code[:3]} {code[3:]} "})
    assert is_in(client)
    client = half_way(world.samira)
    client.post(STEP, {"code": codes[0].lower().replace(" ", "-")})
    assert is_in(client)


def test_turning_it_on_twice_is_refused(world: World) -> None:
    client, secret, _codes = turned_on(world.samira)
    assert "nog 10 codes op papier" in client.post(PAGE, {"code": code_of(secret)}).text
    with pytest.raises(Refused):
        actions.turn_on_second_step(world.samira.account, secret=secret, code=code_of(secret))


def test_what_is_kept_tells_nobody_the_secret(world: World, settings) -> None:
    _client, secret, codes = turned_on(world.samira)
    kept = "".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in kept
    assert not any(code in kept or code.replace(" ", "") in kept for code in codes)
    sealed = Authenticator.objects.get(type="totp").data["secret"]
    assert opened_secret(world.samira.account, sealed) == secret
    assert opened_secret(world.bram.account, sealed) == ""


def test_an_old_server_key_still_opens_and_without_it_paper_does(
    world: World, clock, settings
) -> None:
    _client, secret, codes = turned_on(world.samira)
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [old]
    later(clock, seconds=30)
    client = half_way(world.samira)
    client.post(STEP, {"code": code_of(secret)})
    assert is_in(client)
    settings.SECRET_KEY_FALLBACKS = []
    later(clock, seconds=30)
    client = half_way(world.samira)
    assert client.post(STEP, {"code": code_of(secret)}).status_code == 422
    client.post(STEP, {"code": codes[0]})
    assert is_in(client)


# At the door


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_differ_half_a_minute(world: World, clock, steps: int) -> None:
    _client, secret, _codes = turned_on(world.samira)
    later(clock, minutes=2)
    client = half_way(world.samira)
    client.post(STEP, {"code": code_of(secret, steps=steps)})
    assert is_in(client)


@pytest.mark.parametrize("steps", [-2, 2])
def test_and_no_more_than_that(world: World, clock, steps: int) -> None:
    _client, secret, _codes = turned_on(world.samira)
    later(clock, minutes=2)
    client = half_way(world.samira)
    assert client.post(STEP, {"code": code_of(secret, steps=steps)}).status_code == 422
    assert not is_in(client)


def test_a_code_opens_once_also_the_one_that_turned_it_on(world: World, clock) -> None:
    _client, secret, _codes = turned_on(world.samira)
    client = half_way(world.samira)
    assert client.post(STEP, {"code": code_of(secret)}).status_code == 422
    later(clock, seconds=30)
    assert client.post(STEP, {"code": code_of(secret)}).status_code == 303
    other = half_way(world.samira)
    assert other.post(STEP, {"code": code_of(secret)}).status_code == 422
    assert other.post(STEP, {"code": code_of(secret, steps=-1)}).status_code == 422
    assert not is_in(other)


def test_guessing_ends_and_is_counted_for_the_account(world: World, clock) -> None:
    """Whoever tries, from wherever: the sixth is not even looked at."""
    _client, secret, _codes = turned_on(world.samira)
    later(clock, seconds=30)
    first, second = half_way(world.samira), half_way(world.samira)
    for client in (first, second, first, second, first):
        assert client.post(STEP, {"code": "000000"}).status_code == 422
    right = second.post(STEP, {"code": code_of(secret)})
    assert right.headers["Location"] == "/inloggen/"
    assert "te vaak fout" in second.get("/inloggen/").text
    assert not is_in(second)
    assert second.get(STEP).headers["Location"] == "/inloggen/"


def test_half_way_is_for_ten_minutes(world: World, clock) -> None:
    _client, secret, _codes = turned_on(world.samira)
    client = half_way(world.samira)
    later(clock, minutes=11)
    late = client.post(STEP, {"code": code_of(secret)})
    assert late.headers["Location"] == "/inloggen/"
    assert not is_in(client)


def test_who_is_not_half_way_is_nowhere(world: World) -> None:
    guest = Client()
    assert guest.get(STEP).headers["Location"] == "/inloggen/"
    member = signed_in(world.bram)
    assert member.get(STEP).headers["Location"] == "/"


def test_a_code_of_somebody_else_does_not_open(world: World, clock) -> None:
    turned_on(world.samira)
    _client, secret, codes = turned_on(world.bram)
    later(clock, seconds=30)
    client = half_way(world.samira)
    for code in (code_of(secret), codes[0]):
        assert client.post(STEP, {"code": code}).status_code == 422


def test_an_account_that_is_closed_meanwhile_stays_closed(world: World, clock) -> None:
    _client, secret, _codes = turned_on(world.samira)
    later(clock, seconds=30)
    client = half_way(world.samira)
    Account.objects.filter(actor=world.samira).update(is_active=False)
    client.post(STEP, {"code": code_of(secret)})
    assert not is_in(client)
    assert "Dit account is gesloten." in client.get("/inloggen/").text


def test_an_account_that_is_gone_meanwhile(world: World) -> None:
    knocked = actions.knock("weg@elders.example", language="nl")
    client = Client()
    knock(client, "weg@elders.example")
    session = client.session
    session["sign_in_half_way"] = {"account": knocked.pk, "at": START.timestamp()}
    session.save()
    knocked.delete()
    assert client.get(STEP).headers["Location"] == "/inloggen/"


def test_nobody_sees_at_the_door_who_has_it(world: World) -> None:
    """Only after the code by mail, and so only who reads her mail."""
    turned_on(world.samira)
    answers = []
    for email in (world.samira.account.email, world.bram.account.email, "niemand@elders.example"):
        client = Client()
        knock(client, email)
        page = client.get("/inloggen/code/").text.replace(email, "")
        wrong = client.post("/inloggen/code/", {"code": "BBBBBB"}).text.replace(email, "")
        answers.append([re.sub(r"[A-Za-z0-9]{64}", "", text) for text in (page, wrong)])
    assert answers[0] == answers[1] == answers[2]


# Other ways in


def test_the_operators_link_asks_for_it_too(world: World, clock) -> None:
    _client, secret, _codes = turned_on(world.samira)
    later(clock, seconds=30)
    link = login_link.address(actions.make_sign_in_link(world.samira.account))
    client = Client()
    assert client.post(link.partition("8000")[2]).headers["Location"] == STEP
    client.post(STEP, {"code": code_of(secret)})
    assert is_in(client)
    assert "data-passkey-add" not in client.get("/ik/inloggen/").text


def test_a_passkey_is_two_steps_in_one(world: World, clock) -> None:
    key = SoftKey()
    handle = add_passkey(world.samira, key)
    turned_on(world.samira)
    client = Client()
    entered = use_passkey(lambda asked: key.used(asked, handle), client)
    assert entered.headers["Location"] == "/"
    assert is_in(client)


@pytest.mark.parametrize("asked", [True, False])
def test_after_an_account_elsewhere_the_operator_decides(
    world: World, clock, idp: IdentityProvider, settings, asked: bool
) -> None:
    settings.SIGN_IN_PROVIDERS = {"werk": idp.told(second_step=asked)}
    client, secret, _codes = turned_on(world.samira)
    client.get(idp.signs_in(going_to(client.post("/ik/inloggen/koppelen/werk/")), "samira"))
    client.post("/ik/inloggen/koppelen/", {"act": "link"})
    later(clock, seconds=30)
    client = Client()
    entered = sign_in(client, idp, "samira", next="/g/")
    assert entered.headers["Location"] == (STEP if asked else "/g/")
    assert is_in(client) is not asked
    if asked:
        client.post(STEP, {"code": code_of(secret)})
    assert "met Gemeente Waterveen" in client.get("/ik/inloggen/").text


# Paper, and turning it off


def test_a_recovery_code_opens_once_and_she_is_written_to(world: World, clock) -> None:
    _client, _secret, codes = turned_on(world.samira)
    assert deliver() == ["De tweede stap staat aan"]
    client = half_way(world.samira)
    client.post(STEP, {"code": codes[3]})
    assert is_in(client)
    assert recovery_codes_left(world.samira.account) == 9
    assert deliver()[-1] == "Er is een herstelcode gebruikt"
    again = half_way(world.samira)
    assert again.post(STEP, {"code": codes[3]}).status_code == 422


def test_new_recovery_codes_put_the_old_ones_out_of_use(world: World) -> None:
    client, _secret, codes = turned_on(world.samira)
    shown = client.post(f"{PAGE}codes/")
    fresh = re.findall(r'<li class="key"><b>([^<]+)</b>', shown.text)
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)
    other = half_way(world.samira)
    assert other.post(STEP, {"code": codes[0]}).status_code == 422
    other.post(STEP, {"code": fresh[0]})
    assert is_in(other)
    assert "Je hebt nieuwe herstelcodes" in deliver()


def test_recovery_codes_are_shown_once(world: World) -> None:
    client, _secret, codes = turned_on(world.samira)
    text = client.get(PAGE).text
    assert not any(code in text for code in codes)


def test_no_new_codes_without_a_second_step(world: World) -> None:
    client = signed_in(world.samira)
    assert client.post(f"{PAGE}codes/").headers["Location"] == PAGE
    assert recovery_codes_left(world.samira.account) == 0


def test_turning_it_off_asks_first_and_takes_paper_along(world: World) -> None:
    client, _secret, _codes = turned_on(world.samira)
    actions.stop_mail(world.samira.account)
    assert "uitzetten?" in client.get(f"{PAGE}uit/").text
    assert Authenticator.objects.count() == 2
    client.post(f"{PAGE}uit/")
    client.post(f"{PAGE}uit/")
    assert not Authenticator.objects.exists()
    assert deliver()[-1] == "De tweede stap staat uit"
    again = signed_in(world.samira)
    assert is_in(again)


def test_changing_anything_asks_for_a_fresh_sign_in(world: World, clock) -> None:
    client, _secret, _codes = turned_on(world.samira)
    plain = signed_in(world.bram)
    later(clock, minutes=16)
    for path in (f"{PAGE}uit/", f"{PAGE}codes/"):
        assert "Log eerst opnieuw in." in client.post(path, follow=True).text
    assert Authenticator.objects.count() == 2
    assert f"{PAGE}uit/" not in client.get(PAGE).text
    assert "Log eerst opnieuw in." in plain.get(PAGE, follow=True).text


def test_a_passkey_stays_when_it_is_off(world: World) -> None:
    add_passkey(world.samira, SoftKey())
    client, _secret, _codes = turned_on(world.samira)
    client.post(f"{PAGE}uit/")
    assert [row.type for row in Authenticator.objects.all()] == ["webauthn"]


# Both lost


def test_the_operator_takes_it_off_and_that_is_written_down(world: World) -> None:
    turned_on(world.samira)
    done = CliRunner().invoke(command, [f"@{world.samira.handle}"])
    assert done.output == "The second step is off. She can sign in with a code by mail.\n"
    assert not Authenticator.objects.exists()
    assert Activity.objects.filter(actor=world.samira, verb="lost_second_step").count() == 1
    assert deliver()[-1] == "De tweede stap staat uit"
    assert "Wie dit netwerk beheert" in mail.outbox[-1].body
    assert is_in(signed_in(world.samira))
    again = CliRunner().invoke(command, [world.samira.handle])
    assert again.output == "There was no second step.\n"
    nobody = CliRunner().invoke(command, ["niemand"])
    assert nobody.exit_code == 1


def test_it_goes_along_in_her_data_without_its_secrets(world: World, settings, tmp_path) -> None:
    settings.VAKNET_DATA = tmp_path
    add_passkey(world.samira, SoftKey())
    _client, secret, codes = turned_on(world.samira)
    taken = take(world.samira)
    assert [row["kind"] for row in taken.told["second_step"]] == ["totp", "recovery_codes"]
    assert [row["name"] for row in taken.told["passkeys"]] == ["Toestel"]
    kept = Authenticator.objects.get(type="totp").data["secret"]
    for word in (secret, kept, *codes):
        assert word not in taken.whole
