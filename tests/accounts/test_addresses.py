"""More than one mail address: each lets her in once it is proved; nobody learns whose it is."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import postbox
from tests.accounts.test_one_door import STRANGER, code_for, knock, same
from tests.accounts.test_ways_in import signed_in
from tests.leaving.story import take
from tests.world import World, member
from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions, queries
from vaknet.domain.people.addresses import PROVE, account_at, emails_of
from vaknet.domain.people.models import Account, MailAddress
from vaknet.domain.people.register import bring_in
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import clock, followups
from vaknet.kit.table import Row

HOME = "samira@thuis.example"
WORK = "samira@waterveen.example"


@pytest.fixture
def home(world: World) -> MailAddress:
    """Samira proved that her address at home is hers."""
    asked = actions.add_address(world.samira, email=HOME)
    return actions.prove_address(world.samira, pk=asked.pk)


def letters() -> list[str]:
    """To whom went which subject, after all that waits was done."""
    done = Activity.objects.filter(verb__endswith="_address").order_by("pk")
    for activity in done:
        followups.run(activity.pk)
    postbox.empty()
    return [f"{letter.to[0]}: {letter.subject}" for letter in mail.outbox]


def enter(client: Client, email: str, **more: str) -> str:
    knock(client, email, **more)
    return client.post("/inloggen/code/", {"code": code_for(email)}).headers["Location"]


def link_in(letter) -> str:
    return re.search(r"/ik/inloggen/adres/\S+/", letter.body).group()


def test_by_the_page_from_adding_to_the_mail_going_there(world: World) -> None:
    client = signed_in(world.samira)
    client.post("/ik/instellingen/", {"language": "en"})
    added = client.post("/ik/inloggen/adres/", {"email": f" {HOME.upper()} "}, follow=True)
    assert "Not yours yet" in added.text
    assert letters() == [f"{HOME}: Is this address yours?"]
    assert enter(Client(), HOME) == "/welkom/2/", "not proved: to the door she is somebody new"

    link = link_in(mail.outbox[0])
    assert "Yes, this address is mine" in client.get(link).text
    proved = client.post(link, follow=True)
    assert f"You can sign in with {HOME} now." in proved.text
    assert enter(Client(), HOME, next="/g/") == "/g/"

    address = queries.addresses(world.samira.account).others[0]
    chosen = client.post(f"/ik/inloggen/adres/{address.pk}/kies/", follow=True)
    assert f"Your mail goes to {HOME} now." in chosen.text
    assert world.samira.account.email == WORK, "told before it changed"
    assert Account.objects.get(actor=world.samira).email == HOME
    assert enter(Client(), WORK, next="/g/") == "/g/"


def test_the_address_that_had_the_mail_hears_that_it_goes_elsewhere_and_not_where(
    world: World, home: MailAddress
) -> None:
    actions.stop_mail(world.samira.account)
    actions.choose_address(world.samira, pk=home.pk)
    assert letters() == [f"{WORK}: Je mail gaat nu naar een ander adres"]
    told = mail.outbox[0].body
    assert "Was jij dat niet?" in told
    assert HOME not in told
    assert "Samira" not in told
    actions.choose_address(world.samira, pk=home.pk)
    assert Activity.objects.filter(verb="chose_address").count() == 1


def test_a_removed_address_hears_it_and_no_longer_lets_her_in(
    world: World, home: MailAddress
) -> None:
    client, waiting = signed_in(world.samira), Client()
    knock(waiting, HOME)
    asked = client.get(f"/ik/inloggen/adres/{home.pk}/weg/")
    assert "Dit adres weghalen?" in asked.text
    client.post(f"/ik/inloggen/adres/{home.pk}/weg/")
    late = waiting.post("/inloggen/code/", {"code": code_for(HOME)}, follow=True)
    assert "Deze code werkt niet meer." in late.text
    assert letters() == [f"{HOME}: Met dit adres kom je niet meer binnen"]
    assert client.post(f"/ik/inloggen/adres/{home.pk}/weg/").status_code == 404
    actions.remove_address(world.samira, pk=home.pk)
    assert enter(Client(), HOME) == "/welkom/2/"


def test_the_address_that_gets_the_mail_stays(world: World, home: MailAddress) -> None:
    actions.choose_address(world.samira, pk=home.pk)
    client = signed_in(Actor.objects.get(pk=world.samira.pk))
    page = client.post(f"/ik/inloggen/adres/{home.pk}/weg/", follow=True)
    assert "Kies daar eerst een ander adres voor." in page.text
    assert enter(Client(), HOME, next="/g/") == "/g/"


def test_what_was_never_proved_goes_without_a_trace(world: World) -> None:
    asked = actions.add_address(world.samira, email=HOME)
    actions.remove_address(world.samira, pk=asked.pk)
    assert not MailAddress.objects.exists()
    assert letters() == []


def test_an_address_of_somebody_else_gets_the_same_page_and_statements(world: World) -> None:
    client = signed_in(world.samira)
    client.post("/ik/inloggen/adres/", {"email": "first@elsewhere.example"})
    answers, shapes = [], []
    for email in (world.marit.account.email, STRANGER):
        with CaptureQueriesContext(connection) as statements:
            answers.append(same(client.post("/ik/inloggen/adres/", {"email": email})))
        shapes.append([re.sub(r"'[^']*'|\d+", "?", one["sql"])[:80] for one in statements])
        page = client.get("/ik/inloggen/").text
        assert f"Er is een brief onderweg naar {email}." in page
        assert page.count("Nog niet van jou") == len(answers) + 1
    assert answers[0] == answers[1]
    assert shapes[0] == shapes[1]


def test_only_the_letter_to_an_address_of_somebody_says_so(world: World) -> None:
    for email in (world.marit.account.email, STRANGER):
        actions.add_address(world.samira, email=email)
    assert letters() == [
        "marit@oosterhage.example: Dit adres is al van jou",
        f"{STRANGER}: Is dit adres van jou?",
    ]
    taken, free = mail.outbox
    assert "/ik/inloggen/adres/" not in taken.body
    for letter in (taken, free):
        assert "Samira" not in letter.body
        assert "Marit" not in letter.body


@pytest.mark.parametrize("beside", [False, True])
def test_known_beside_and_unknown_run_the_same_statements_at_the_door(
    world: World, home: MailAddress, beside: bool
) -> None:
    email = HOME if beside else WORK
    knock(Client(), "first@elsewhere.example")
    shapes, answers = [], []
    for one in (email, STRANGER):
        with CaptureQueriesContext(connection) as statements:
            answers.append(same(knock(Client(), one)))
        shapes.append([re.sub(r"'[^']*'|\d+", "?", made["sql"])[:80] for made in statements])
    assert shapes[0] == shapes[1]
    assert answers[0] == answers[1]


def test_the_link_opens_for_nobody_else(world: World) -> None:
    asked = actions.add_address(world.samira, email=HOME)
    link = reverse("prove-address", args=[action_token(world.samira, PROVE, asked.pk)])
    guest = Client().get(link)
    assert guest.headers["Location"].startswith("/inloggen/?next=")
    for other in (world.joost, world.marit, world.bram, world.moderator):
        page = signed_in(other).post(link)
        assert page.status_code == 404
        assert HOME not in page.text
    other_purpose = action_token(world.samira, "come_back", asked.pk)
    client = signed_in(world.samira)
    assert client.get(f"/ik/inloggen/adres/{other_purpose}/").status_code == 404
    assert not MailAddress.objects.filter(since__isnull=False).exists()
    client.post(link)
    assert client.post(link).status_code == 303, "twice is once"
    assert Activity.objects.filter(verb="proved_address").count() == 1


def test_nobody_else_chooses_or_removes_it(world: World, home: MailAddress) -> None:
    for other in (world.joost, world.marit, world.bram, world.moderator):
        client = signed_in(other)
        for what in ("kies", "weg"):
            assert client.post(f"/ik/inloggen/adres/{home.pk}/{what}/").status_code == 404
        assert HOME not in client.get("/ik/inloggen/").text
    assert home in queries.addresses(world.samira.account).others


def test_who_is_first_has_it(world: World) -> None:
    hers = actions.add_address(world.samira, email=HOME)
    his = actions.add_address(world.joost, email=HOME)
    actions.prove_address(world.joost, pk=his.pk)
    with pytest.raises(Refused):
        actions.prove_address(world.samira, pk=hers.pk)
    assert account_at(HOME).get() == world.joost.account
    client = signed_in(world.samira)
    link = reverse("prove-address", args=[action_token(world.samira, PROVE, hers.pk)])
    assert "Dit adres hoort bij een ander account." in client.post(link, follow=True).text


def test_who_became_a_member_with_it_meanwhile_keeps_it(world: World) -> None:
    asked = actions.add_address(world.samira, email=HOME)
    member("Ilse de Wit", HOME)
    with pytest.raises(Refused):
        actions.prove_address(world.samira, pk=asked.pk)


def test_who_was_at_the_door_with_it_is_told_to_sign_in_again(world: World) -> None:
    """She proves it in one window while the other asks her name: one person, one account."""
    newcomer, waiting = Client(), Client()
    enter(newcomer, HOME)
    knock(waiting, HOME)
    unfinished = Account.objects.get(email=HOME)
    asked = actions.add_address(world.samira, email=HOME)
    actions.prove_address(world.samira, pk=asked.pk)
    assert newcomer.get("/ik/").headers["Location"].startswith("/inloggen/?next=")
    with pytest.raises(Refused):
        actions.join(unfinished, name="Samira Twee")
    late = waiting.post("/inloggen/code/", {"code": code_for(HOME)})
    assert late.headers["Location"] == "/inloggen/"


def test_a_knock_before_choosing_is_in_nobodys_way(world: World, home: MailAddress) -> None:
    knock(Client(), HOME)
    assert Account.objects.filter(email=HOME, actor=None).exists()
    actions.choose_address(world.samira, pk=home.pk)
    assert Account.objects.get(email=HOME).actor == world.samira
    work = MailAddress.objects.get(email=WORK)
    actions.choose_address(world.samira, pk=work.pk)
    assert Account.objects.get(email=WORK).actor == world.samira
    assert MailAddress.objects.filter(account__actor=world.samira, until=None).count() == 2


def test_what_is_hers_already_or_too_much_is_said(world: World, home: MailAddress) -> None:
    client = signed_in(world.samira)
    for email in (WORK, HOME):
        page = client.post("/ik/inloggen/adres/", {"email": email})
        assert page.status_code == 422
        assert "Dit adres is al van jou." in page.text
        assert f'value="{email}"' in page.text
    assert client.post("/ik/inloggen/adres/", {"email": "geen adres"}).status_code == 422
    for number in range(3):
        actions.add_address(world.samira, email=f"s{number}@thuis.example")
    page = client.post("/ik/inloggen/adres/", {"email": "s9@thuis.example"})
    assert "Je hebt al 5 adressen." in page.text
    actions.add_address(world.samira, email="s1@thuis.example")  # the letter once more
    assert MailAddress.objects.filter(account__actor=world.samira).count() == 4


def test_letters_to_mailboxes_of_others_are_bounded(world: World) -> None:
    client = signed_in(world.samira)
    answers = [
        client.post("/ik/inloggen/adres/", {"email": "x@elders.example"}).status_code
        for _ in range(11)
    ]
    assert answers == [303] * 10 + [429]


def test_changing_asks_for_a_fresh_sign_in(world: World, home: MailAddress) -> None:
    client = signed_in(world.samira)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16)):
        page = client.get("/ik/inloggen/")
        assert HOME in page.text
        assert "Stuur mail hierheen" not in page.text
        client.post("/ik/inloggen/adres/", {"email": "s1@thuis.example"})
        client.post(f"/ik/inloggen/adres/{home.pk}/kies/")
        refused = client.post(f"/ik/inloggen/adres/{home.pk}/weg/", follow=True)
    assert "Log eerst opnieuw in." in refused.text
    addresses = queries.addresses(world.samira.account)
    assert (addresses.first, addresses.others, addresses.waiting) == (WORK, [home], [])


def test_mail_goes_to_no_address_that_is_not_proved(world: World) -> None:
    asked = actions.add_address(world.samira, email=HOME)
    client = signed_in(world.samira)
    assert client.post(f"/ik/inloggen/adres/{asked.pk}/kies/").status_code == 404
    with pytest.raises(MailAddress.DoesNotExist):
        actions.choose_address(world.samira, pk=asked.pk)


def test_what_was_not_proved_or_was_removed_is_forgotten(world: World, home: MailAddress) -> None:
    actions.add_address(world.samira, email="vergeten@thuis.example")
    actions.remove_address(world.samira, pk=home.pk)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=8)):
        clock.forget_addresses(timestamp=0)
        assert emails_of(world.samira.account) == [WORK, HOME]
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        clock.forget_addresses(timestamp=0)
        assert emails_of(world.samira.account) == [WORK]
    assert letters() == [], "about an address that is forgotten nobody is written"


def test_her_file_holds_all_of_them(world: World, home: MailAddress, settings, tmp_path) -> None:
    settings.VAKNET_DATA = tmp_path
    assert [row["email"] for row in take(world.samira).told["mail_addresses"]] == [HOME]
    assert HOME not in str(take(world.joost).told)


def test_who_is_erased_leaves_no_address_behind(world: World, home: MailAddress) -> None:
    waiting = Client()
    knock(waiting, HOME)
    assert code_for(HOME)
    leaving.close_account(world.samira, answers="stay")
    assert enter(Client(), HOME) == "/"
    with time_machine.travel(datetime.now(UTC) + timedelta(days=15)):
        assert leaving.carry_out_closures(now=datetime.now(UTC)) == [WORK, HOME]
    assert not MailAddress.objects.exists()
    with pytest.raises(AssertionError):
        code_for(HOME)
    assert waiting.session.get("account_login") is None


def test_the_register_knows_her_by_each_address(world: World, home: MailAddress) -> None:
    row = Row(2, {"naam": "Samira El Idrissi", "e-mail": HOME})
    [outcome] = bring_in(table=[row], dry_run=False, invite=False)
    assert outcome.what == "unchanged"
    assert not Account.objects.filter(email=HOME).exists()
