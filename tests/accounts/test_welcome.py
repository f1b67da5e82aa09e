"""The first questions and the first hello."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.test_one_door import STRANGER, code_for, knock
from tests.world import World, acquaint
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.notices.welcome import first_people
from vaknet.domain.people import actions
from vaknet.domain.people.models import Account, Consent
from vaknet.domain.people.queries import profile
from vaknet.domain.people.visibility import Closeness
from vaknet.interfaces.web.welcome import CONSENT_TEXT

ANSWERS = {
    "name": "Ilse de Wit",
    "profession": "archivaris",
    "knows": "Papieren archief opruimen",
    "seeks": "Digitaal bouwdossier",
    "agrees": "on",
}


@pytest.fixture
def newcomer(world: World) -> Client:
    client = Client()
    knock(client, STRANGER)
    client.post("/inloggen/code/", {"code": code_for(STRANGER)})
    return client


def ilse() -> Actor:
    actor = Account.objects.select_related("actor").get(email=STRANGER).actor
    assert actor is not None
    return actor


def test_three_answers_make_a_profile(newcomer: Client) -> None:
    assert newcomer.post("/welkom/2/", ANSWERS).headers["Location"] == "/welkom/3/"
    shown = profile(ilse(), ilse(), Closeness.SELF)
    assert shown.profession == "archivaris"
    assert [topic.text for topic in shown.known_topics] == ["Papieren archief opruimen"]
    assert [topic.text for topic in shown.sought_topics] == ["Digitaal bouwdossier"]


def test_the_rest_can_wait_but_a_name_cannot(newcomer: Client) -> None:
    without = newcomer.post("/welkom/2/", {"later": "1"})
    assert without.status_code == 422
    assert "Vul je naam in." in without.text
    assert "Vul één onderwerp in." not in without.text
    joined = newcomer.post("/welkom/2/", {"later": "1", "name": "Ilse de Wit", "agrees": "on"})
    assert joined.headers["Location"] == "/"
    assert newcomer.get("/").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/", "/ik/", "/ik/inloggen/", "/vraag/", "/g/", "/@samira.elidrissi/", "/@niemand/"],
)
def test_without_a_name_every_page_leads_to_the_questions(newcomer: Client, path: str) -> None:
    assert newcomer.get(path).headers["Location"] == "/welkom/2/"


def test_joining_twice_is_joining_once(newcomer: Client) -> None:
    newcomer.post("/welkom/2/", ANSWERS)
    assert newcomer.post("/welkom/2/", ANSWERS).headers["Location"] == "/ik/profiel/"
    assert Actor.objects.filter(name="Ilse de Wit").count() == 1


def test_nobody_sees_her_before_she_agrees(newcomer: Client) -> None:
    for later in ({}, {"later": "1"}):
        without = newcomer.post("/welkom/2/", {**ANSWERS, **later, "agrees": ""})
        assert without.status_code == 422
        assert "Zet een vinkje als je het goed vindt." in without.text
        assert "Papieren archief opruimen" in without.text
    assert not re.search(r"name=.agrees.[^>]* checked", without.text)
    assert not Actor.objects.filter(name="Ilse de Wit").exists()
    assert not Consent.objects.exists()


def test_what_she_agreed_to_is_kept_and_shown(newcomer: Client, world: World) -> None:
    newcomer.post("/welkom/2/", ANSWERS)
    agreed = Consent.objects.get(actor=ilse())
    assert (agreed.kind, agreed.text, agreed.until) == ("be_seen", CONSENT_TEXT, None)
    assert "vond je goed dat leden zien dat je lid bent" in newcomer.get("/ik/instellingen/").text
    brought_along = Client()
    brought_along.force_login(world.samira.account)
    assert "Je organisatie bracht je hier." in brought_along.get("/ik/instellingen/").text


def came_for(path: str) -> Client:
    """A newcomer who followed a link, and was sent to the door first."""
    client = Client()
    door = client.get(path).headers["Location"]
    wanted = parse_qs(urlsplit(door).query).get("next", [path])[0]
    client.post("/inloggen/", {"email": STRANGER, "next": wanted})
    entered = client.post("/inloggen/code/", {"code": code_for(STRANGER)})
    assert entered.headers["Location"] == "/welkom/2/"
    return client


def test_the_link_she_came_for_is_where_she_ends(world: World) -> None:
    page = f"/vraag/{world.question.pk}/"
    client = came_for(page)
    assert client.get("/ik/").headers["Location"] == "/welkom/2/"
    assert client.post("/welkom/2/", ANSWERS).headers["Location"] == "/welkom/3/"
    assert f'href="{page}"' in client.get("/welkom/3/").text
    assert client.post("/welkom/3/").headers["Location"] == page
    assert "Hier kwam je voor." in client.get(page).text


def test_she_ends_there_too_when_the_rest_waits(world: World) -> None:
    client = came_for(f"/@{world.joost.handle}/")
    joined = client.post("/welkom/2/", {"later": "1", "name": "Ilse de Wit", "agrees": "on"})
    assert joined.headers["Location"] == f"/@{world.joost.handle}/"


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_a_link_to_elsewhere_ends_at_the_start_page(world: World, evil: str) -> None:
    client = Client()
    client.post("/inloggen/", {"email": STRANGER, "next": evil})
    client.post("/inloggen/code/", {"code": code_for(STRANGER)})
    client.post("/welkom/2/", ANSWERS)
    assert client.post("/welkom/3/").headers["Location"] == "/"


@pytest.mark.parametrize(
    "name",
    ["x" * 10_000, "<script>alert(1)</script>", "\u202eesrever", "💌" * 50, "\0\0", "محمد الأمين"],
)
def test_odd_names_are_taken_or_refused_in_words(newcomer: Client, name: str) -> None:
    answer = newcomer.post("/welkom/2/", ANSWERS | {"name": name})
    assert answer.status_code in {303, 422}
    if answer.status_code == 422:
        assert 'role="alert"' in answer.text
        assert "Papieren archief opruimen" in answer.text
    else:
        assert "<script>" not in newcomer.get("/ik/").text


def test_ten_megabytes_are_too_much(newcomer: Client) -> None:
    answer = newcomer.post("/welkom/2/", ANSWERS | {"knows": "x" * 10_000_000})
    assert answer.status_code in {400, 413}
    assert "<h1" in answer.text


def test_people_are_named_for_a_reason_that_is_true(world: World, newcomer: Client) -> None:
    newcomer.post("/welkom/2/", ANSWERS | {"profession": "jongerenwerker"})
    found = {one.kind: one for one in first_people(ilse())}
    assert found["seeks"].actor == world.samira
    assert found["seeks"].topic == "Wie heeft het archief van papier af gekregen?"
    assert found["seeks"].mine == "Papieren archief opruimen"
    assert found["profession"].actor == world.bram
    assert found["profession"].topic == "jongerenwerker"


def test_nobody_is_named_without_a_reason(world: World, newcomer: Client) -> None:
    newcomer.post(
        "/welkom/2/", ANSWERS | {"knows": "Vioolbouw", "profession": "luthier", "seeks": ""}
    )
    assert first_people(ilse()) == []
    assert newcomer.get("/welkom/3/").headers["Location"] == "/"


def test_a_hello_is_a_request_with_her_own_words(world: World, newcomer: Client) -> None:
    newcomer.post("/welkom/2/", ANSWERS)
    page = newcomer.get("/welkom/3/")
    assert "Jij zoekt: Wie heeft het archief van papier af gekregen." in page.text
    to = world.samira
    said = newcomer.post(
        "/welkom/3/", {"to": to.handle, f"to-{to.pk}-note": "Dag Samira, ik heb dat gedaan."}
    )
    assert said.headers["Location"] == "/welkom/3/"
    [asked] = connections.requests_waiting(world.samira)
    assert (asked.sender, asked.note) == (ilse(), "Dag Samira, ik heb dat gedaan.")
    after = newcomer.get("/welkom/3/").text
    assert "Je berichtje is onderweg naar Samira." in after
    assert "Verder" in after


def test_an_empty_hello_keeps_the_page(world: World, newcomer: Client) -> None:
    newcomer.post("/welkom/2/", ANSWERS)
    to = world.samira
    page = newcomer.post("/welkom/3/", {"to": to.handle, f"to-{to.pk}-note": " "})
    assert page.status_code == 422
    assert "<title>Fout: " in page.text
    assert list(connections.requests_waiting(world.samira)) == []


def test_only_who_is_named_can_be_greeted_here(world: World, newcomer: Client) -> None:
    newcomer.post("/welkom/2/", ANSWERS)
    to = world.noor
    answer = newcomer.post("/welkom/3/", {"to": to.handle, f"to-{to.pk}-note": "Dag Noor"})
    assert answer.headers["Location"] == "/"
    assert list(connections.requests_waiting(world.noor)) == []


def test_who_is_a_contact_already_is_not_named(world: World, newcomer: Client) -> None:
    newcomer.post("/welkom/2/", ANSWERS)
    acquaint(ilse(), world.samira)
    assert world.samira not in [one.actor for one in first_people(ilse())]


def test_what_the_page_asks_of_the_database_does_not_grow(world: World, newcomer: Client) -> None:
    newcomer.post("/welkom/2/", ANSWERS)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            newcomer.get("/welkom/3/")
        counts.append(len(queries))
        for other in range(3):
            email = f"p{number}{other}@oosterhage.example"
            person = actions.join(actions.knock(email, language="nl"), name=f"Piet {other} Puk")
            actions.add_sought_topic(person, text="Hoe ruim ik een papieren archief op?")
    assert counts[1] <= counts[0]
    assert counts[0] <= 20
