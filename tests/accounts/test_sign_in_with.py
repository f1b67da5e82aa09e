"""Signing in with another system: a real one, that is honest first and then is not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import postbox
from tests.accounts.identity_provider import (
    WORK,
    IdentityProvider,
    going_to,
    provider,
    sign_in,
)
from tests.accounts.test_devices import sign_in_of
from tests.accounts.test_one_door import code_for, knock
from tests.accounts.test_ways_in import signed_in
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups

HOME = "samira@waterveen.example"


@pytest.fixture
def trusted(idp: IdentityProvider, settings) -> IdentityProvider:
    settings.SIGN_IN_PROVIDERS = {"werk": idp.told(domains=("waterveen.example",))}
    return idp


def linked(world: World, idp: IdentityProvider, who: str = "samira") -> Client:
    """Samira links it on her own page."""
    client = signed_in(world.samira)
    url = going_to(client.post("/ik/inloggen/koppelen/werk/"))
    back = client.get(idp.signs_in(url, who))
    assert back.headers["Location"] == "/ik/inloggen/koppelen/"
    done = client.post("/ik/inloggen/koppelen/", {"act": "link"}, follow=True)
    assert "Gekoppeld." in done.text
    return client


def is_in(client: Client) -> bool:
    return client.get("/ik/").status_code == 200


def said(answer: Any, client: Client) -> str:
    """The page that an answer leads to."""
    return client.get(answer.headers["Location"]).text


def deliver() -> None:
    """What the worker does, with all that happened."""
    for activity in Activity.objects.filter(verb__endswith="linked_sign_in").order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()


# The way in


def test_samira_links_it_and_signs_in_with_it(world: World, idp: IdentityProvider) -> None:
    linked(world, idp)
    client = Client()
    assert "Log in met Gemeente Waterveen" in client.get("/inloggen/?next=/g/").text
    entered = sign_in(client, idp, "samira", next="/g/")
    assert (entered.status_code, entered.headers["Location"]) == (303, "/g/")
    assert client.get("/ik/").context["viewer"] == world.samira


def test_a_session_says_with_what_it_was_made(world: World, idp: IdentityProvider) -> None:
    here = linked(world, idp)
    client = Client()
    sign_in(client, idp, "samira")
    assert sign_in_of(client).via == "Gemeente Waterveen"
    assert sign_in_of(here).via == ""
    assert "met Gemeente Waterveen" in client.get("/ik/inloggen/").text
    client.post("/ik/inloggen/elders-uit/")
    assert sign_in_of(client).via == "Gemeente Waterveen"


def test_it_counts_as_a_fresh_sign_in(world: World, idp: IdentityProvider) -> None:
    linked(world, idp)
    client = Client()
    sign_in(client, idp, "samira")
    assert "data-passkey-add" in client.get("/ik/inloggen/").text


def test_it_does_not_lead_away_from_here(world: World, idp: IdentityProvider) -> None:
    linked(world, idp)
    entered = sign_in(Client(), idp, "samira", next="https://evil.example/")
    assert entered.headers["Location"] == "/"


def test_who_is_in_already_goes_on(world: World, idp: IdentityProvider) -> None:
    client = signed_in(world.samira)
    answer = client.post("/inloggen/met/werk/", {"next": "/g/"})
    assert answer.headers["Location"] == "/g/"


def test_a_closed_account_stays_closed(world: World, idp: IdentityProvider) -> None:
    linked(world, idp)
    Account.objects.filter(actor=world.samira).update(is_active=False)
    client = Client()
    assert "Dit account is gesloten." in said(sign_in(client, idp, "samira"), client)
    assert not is_in(client)


def test_who_left_finds_the_way_back(world: World, idp: IdentityProvider) -> None:
    linked(world, idp)
    leaving.close_account(world.samira, answers="stay")
    client = Client()
    sign_in(client, idp, "samira")
    assert client.get("/ik/").headers["Location"] == "/ik/gegevens/gestopt/"


# Linking


def test_what_is_asked_before_linking_can_be_declined(world: World, idp: IdentityProvider) -> None:
    client = signed_in(world.samira)
    client.get(idp.signs_in(going_to(client.post("/ik/inloggen/koppelen/werk/")), "samira"))
    page = client.get("/ik/inloggen/koppelen/")
    assert WORK in page.text
    declined = client.post("/ik/inloggen/koppelen/", {"act": "not"}, follow=True)
    assert "Er is niets gekoppeld." in declined.text
    assert SocialAccount.objects.count() == 0
    assert client.get("/ik/inloggen/koppelen/").headers["Location"] == "/ik/inloggen/"


def test_linking_and_unlinking_ask_for_a_fresh_sign_in(world: World, idp: IdentityProvider) -> None:
    client = linked(world, idp)
    client.get(idp.signs_in(going_to(client.post("/ik/inloggen/koppelen/werk/")), "anders"))
    (identity,) = SocialAccount.objects.all()
    weg = f"/ik/inloggen/koppeling/{identity.pk}/weg/"
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16)):
        for path, given in [
            ("/ik/inloggen/koppelen/werk/", {}),
            ("/ik/inloggen/koppelen/", {"act": "link"}),
            (weg, {}),
        ]:
            assert "Log eerst opnieuw in." in client.post(path, given, follow=True).text
        assert weg not in client.get("/ik/inloggen/").text
    assert list(SocialAccount.objects.all()) == [identity]


def test_unlinking_asks_first_and_twice_is_no_mistake(world: World, idp: IdentityProvider) -> None:
    client = linked(world, idp)
    (identity,) = SocialAccount.objects.all()
    weg = f"/ik/inloggen/koppeling/{identity.pk}/weg/"
    assert "Gemeente Waterveen" in client.get(weg).text
    assert SocialAccount.objects.exists()
    assert "Ontkoppeld." in client.post(weg, follow=True).text
    assert client.post(weg).headers["Location"] == "/ik/inloggen/"
    assert not actions.unlink_identity(world.samira.account, pk=identity.pk)
    outside = Client()
    assert sign_in(outside, idp, "samira").headers["Location"] == "/inloggen/onbekend/"


def test_nobody_unlinks_for_somebody_else(world: World, idp: IdentityProvider) -> None:
    """A contact, one she blocked, and a stranger."""
    linked(world, idp)
    (identity,) = SocialAccount.objects.all()
    actions.block(world.samira, other=world.noor)
    for other in (world.joost, world.noor, world.bram, world.moderator):
        client = signed_in(other)
        client.post(f"/ik/inloggen/koppeling/{identity.pk}/weg/")
        assert WORK not in client.get("/ik/inloggen/").text
    assert SocialAccount.objects.exists()


def test_what_is_linked_here_is_not_linked_there(world: World, idp: IdentityProvider) -> None:
    linked(world, idp)
    client = signed_in(world.bram)
    client.get(idp.signs_in(going_to(client.post("/ik/inloggen/koppelen/werk/")), "samira"))
    answer = client.post("/ik/inloggen/koppelen/", {"act": "link"}, follow=True)
    assert "Dit is hier al aan een ander account gekoppeld." in answer.text
    assert SocialAccount.objects.get().user == world.samira.account


def test_linking_twice_is_once(world: World, idp: IdentityProvider) -> None:
    linked(world, idp)
    linked(world, idp)
    assert SocialAccount.objects.count() == 1
    assert Activity.objects.filter(verb="linked_sign_in").count() == 1


def test_there_is_an_end_to_the_number(world: World) -> None:
    account = world.samira.account
    for number in range(10):
        actions.link_identity(account, provider="werk", subject=f"{number}", shown="")
    with pytest.raises(Refused):
        actions.link_identity(account, provider="werk", subject="elf", shown="")
    told = {"provider": "werk", "subject": "elf", "shown": ""}
    assert actions.link_by_address(**told, email=account.email) is None


def test_she_is_written_to_even_without_letters(world: World, idp: IdentityProvider) -> None:
    actions.stop_mail(world.samira.account)
    client = linked(world, idp)
    deliver()
    (identity,) = SocialAccount.objects.all()
    assert mail.outbox[-1].subject == "Een nieuwe manier om in te loggen: Gemeente Waterveen"
    client.post(f"/ik/inloggen/koppeling/{identity.pk}/weg/")
    deliver()
    assert mail.outbox[-1].subject == "Een manier om in te loggen is weg"
    assert {letter.to[0] for letter in mail.outbox} == {HOME}


def test_what_is_linked_outlives_its_provider(
    world: World, idp: IdentityProvider, settings
) -> None:
    client = linked(world, idp)
    settings.SIGN_IN_PROVIDERS = {}
    text = client.get("/ik/inloggen/").text
    assert WORK in text
    assert "Koppel Gemeente Waterveen" not in text
    deliver()
    assert mail.outbox[-1].subject == "Een nieuwe manier om in te loggen: werk"


# Whom nobody knows yet


def test_somebody_without_a_link_comes_in_by_mail_and_keeps_what_she_came_with(
    world: World, idp: IdentityProvider
) -> None:
    client = Client()
    answer = sign_in(client, idp, "samira", next="/g/")
    page = client.get(answer.headers["Location"])
    assert WORK in page.text
    assert not is_in(client)
    knock(client, HOME, next="/ik/inloggen/koppelen/")
    entered = client.post("/inloggen/code/", {"code": code_for(HOME)})
    assert entered.headers["Location"] == "/ik/inloggen/koppelen/"
    assert WORK in client.get("/ik/inloggen/koppelen/").text
    done = client.post("/ik/inloggen/koppelen/", {"act": "link"})
    assert done.headers["Location"] == "/g/"
    again = Client()
    sign_in(again, idp, "samira")
    assert again.get("/ik/").context["viewer"] == world.samira


def test_what_waits_is_forgotten_after_an_hour(world: World, idp: IdentityProvider) -> None:
    client = Client()
    sign_in(client, idp, "samira")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=61)):
        assert client.get("/inloggen/onbekend/").headers["Location"] == "/inloggen/"


def test_signing_out_takes_what_waits_along(world: World, idp: IdentityProvider) -> None:
    client = signed_in(world.samira)
    client.get(idp.signs_in(going_to(client.post("/ik/inloggen/koppelen/werk/")), "samira"))
    client.post("/uitloggen/")
    knock(client, world.bram.account.email)
    client.post("/inloggen/code/", {"code": code_for(world.bram.account.email)})
    assert client.get("/ik/inloggen/koppelen/").headers["Location"] == "/ik/inloggen/"


def test_somebody_new_without_a_mail_address_is_asked_for_one(
    world: World, idp: IdentityProvider
) -> None:
    idp.knows("naamloos", preferred_username="nieuweling")
    client = Client()
    page = client.get(sign_in(client, idp, "naamloos").headers["Location"])
    assert "nieuweling" in page.text
    assert 'value="nieuweling"' not in page.text


# Who is a member is a secret


def test_known_and_unknown_addresses_get_the_same_answer(
    world: World, idp: IdentityProvider
) -> None:
    """A provider that is not trusted for it learns nothing by naming an address."""
    idp.knows("bekend", email=HOME, email_verified=True)
    idp.knows("onbekend", email="niemand@elders.example", email_verified=True)
    answers = []
    for who, email in (("bekend", HOME), ("onbekend", "niemand@elders.example")):
        client = Client()
        url = going_to(client.post("/inloggen/met/werk/"))
        back = idp.signs_in(url, who)
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(back)
        text = client.get(answer.headers["Location"]).text.replace(email, "")
        tokens = text.count("csrfmiddlewaretoken")
        answers.append((answer.status_code, answer.headers["Location"], len(statements), tokens))
    assert answers[0] == answers[1]


def test_an_address_alone_opens_nothing(world: World, idp: IdentityProvider) -> None:
    """Not even a proved one, from a provider that is not trusted for it."""
    idp.knows("inbreker", email=HOME, email_verified=True)
    client = Client()
    sign_in(client, idp, "inbreker")
    assert not is_in(client)
    assert SocialAccount.objects.count() == 0


def test_a_trusted_provider_lets_in_who_proved_her_address(
    world: World, trusted: IdentityProvider
) -> None:
    trusted.knows("sam", email=HOME.upper(), email_verified=True)
    client = Client()
    sign_in(client, trusted, "sam")
    assert client.get("/ik/").context["viewer"] == world.samira
    deliver()
    assert mail.outbox[-1].subject.startswith("Een nieuwe manier om in te loggen")
    trusted.knows("sam", email="veranderd@elders.example", email_verified=True)
    later = Client()
    sign_in(later, trusted, "sam")
    assert later.get("/ik/").context["viewer"] == world.samira


NOT_PROVED: list[dict[str, object]] = [
    {"email": HOME},
    {"email": HOME, "email_verified": False},
    {"email": HOME, "email_verified": "true"},
    {"email": HOME, "email_verified": 1},
    {"email": [HOME], "email_verified": True},
    {"email": "marit@oosterhage.example", "email_verified": True},
    {"email": f"{HOME}@elders.example", "email_verified": True},
    {"email": f"marit@oosterhage.example,{HOME}", "email_verified": True},
    {"email": "samira@sub.waterveen.example", "email_verified": True},
    {"email": "niemand@waterveen.example", "email_verified": True},
    {"email": "", "email_verified": True},
    {"preferred_username": HOME, "email_verified": True},
]


@pytest.mark.parametrize("claims", NOT_PROVED, ids=range(len(NOT_PROVED)))
def test_nobody_takes_an_account_by_an_address_that_is_not_proved(
    claims: dict[str, object], world: World, trusted: IdentityProvider
) -> None:
    trusted.knows("inbreker", **claims)
    client = Client()
    sign_in(client, trusted, "inbreker")
    assert not is_in(client)
    assert SocialAccount.objects.count() == 0


def test_an_address_that_only_knocked_or_left_is_nobodys(
    world: World, trusted: IdentityProvider
) -> None:
    actions.knock("klopt@waterveen.example", language="nl")
    leaving.close_account(world.fatma, answers="stay")
    for email in ("klopt@waterveen.example", "fatma@waterveen.example"):
        trusted.knows("iemand", email=email, email_verified=True)
        assert sign_in(Client(), trusted, "iemand").headers["Location"] == "/inloggen/onbekend/"
    assert SocialAccount.objects.count() == 0


def test_an_address_beside_an_account_counts_once_it_is_proved(
    world: World, trusted: IdentityProvider
) -> None:
    """Whoever typed it first has nothing by that."""
    mine = "sam@waterveen.example"
    trusted.knows("sam", email=mine, email_verified=True)
    actions.add_address(world.bram, email=mine)
    asked = actions.add_address(world.samira, email=mine)
    assert sign_in(Client(), trusted, "sam").headers["Location"] == "/inloggen/onbekend/"
    actions.prove_address(world.samira, pk=asked.pk)
    client = Client()
    sign_in(client, trusted, "sam")
    assert client.get("/ik/").context["viewer"] == world.samira


def test_an_address_that_she_took_away_opens_nothing(
    world: World, trusted: IdentityProvider
) -> None:
    mine = "sam@waterveen.example"
    trusted.knows("sam", email=mine, email_verified=True)
    asked = actions.add_address(world.samira, email=mine)
    actions.prove_address(world.samira, pk=asked.pk)
    actions.remove_address(world.samira, pk=asked.pk)
    assert sign_in(Client(), trusted, "sam").headers["Location"] == "/inloggen/onbekend/"


def test_another_issuer_has_other_people(world: World, idp: IdentityProvider, settings) -> None:
    """The operator puts another system behind the same button: old links do not open it."""
    linked(world, idp)
    with provider() as other:
        settings.SIGN_IN_PROVIDERS = {"werk": other.told()}
        client = Client()
        sign_in(client, other, "samira")
        assert not is_in(client)
