"""Members of a partner look somebody up: who agreed to it, by what she shows there."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.introducing.story import QUESTION, Told, agree, carried, sealed, signed_in
from tests.introducing.test_pages import ADA
from tests.world import member
from vaknet.domain.activity.models import Activity
from vaknet.domain.introducing import actions, queries, rules
from vaknet.domain.introducing.models import AskedByPartner, IntroductionAcross, ShownToPartner
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.networks.actions.ending import end_now
from vaknet.domain.networks.models import Side, Terms
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account

NOBODY = b'{"people": []}'


@pytest.fixture
def listed(told: Told) -> Told:
    """The treaty shares the directory, and nothing else of members."""
    told.treaty.shares.all().delete()
    told.treaty.shares.create(kind="directory")
    return told


def there(told: Told) -> str:
    return f"/netwerken/{told.network.pk}/mensen/"


def answered(told: Told, text: object = "marit") -> bytes:
    answer = told.partner.asks("directory", {"text": text})
    assert answer.status_code == 200
    return answer.content


def names(told: Told, text: str = "marit") -> list[str]:
    return [one["name"] for one in json.loads(answered(told, text))["people"]]


# --- What a partner hears


def test_who_agreed_is_there_with_what_she_ticked(listed: Told) -> None:
    [marit] = json.loads(answered(listed))["people"]
    assert set(marit) == {"token", "name", "headline", "knows", "place"}
    assert (marit["name"], marit["headline"]) == ("Marit Hoekstra", "coördinator toezicht")
    assert (marit["knows"], marit["place"]) == (["4.200 bouwdossiers gescand"], "")


@pytest.mark.parametrize(
    "text",
    ["Marit Hoekstra", "HOEKSTRA", "hoek mar", "coordinator", "bouwdossiers", "gesc", "Toezicht!"],
)
def test_by_beginnings_of_words_on_her_card(listed: Told, text: str) -> None:
    assert names(listed, text) == ["Marit Hoekstra"]


@pytest.mark.parametrize(
    "text",
    ["", "m", "a b c", "arit", "%", "Oosterhage", "dakkapel", "Joost", "marit joost", "x" * 9000],
)
def test_by_nothing_else(listed: Told, text: str) -> None:
    assert answered(listed, text) == NOBODY


def test_her_organisation_finds_her_once_she_ticked_it(listed: Told) -> None:
    agree(listed.world.marit, ["organisation"])
    assert names(listed, "oosterhage") == ["Marit Hoekstra"]
    assert names(listed, "bouwdossiers") == []
    people.show_parts(listed.world.marit, who_sees={"work": "contacts"}, agreed_to="")
    assert names(listed, "oosterhage") == []
    assert names(listed) == ["Marit Hoekstra"]


def test_who_stopped_left_is_switched_off_or_keeps_away_is_nobody(listed: Told) -> None:
    marit = listed.world.marit
    Account.objects.filter(actor=marit).update(is_active=False)
    assert answered(listed) == NOBODY
    Account.objects.filter(actor=marit).update(is_active=True)
    actions.keep_from(marit, network=listed.network)
    assert answered(listed) == NOBODY
    agree(marit)
    assert names(listed) == ["Marit Hoekstra"]
    actions.stop_being_found(marit)
    assert answered(listed) == NOBODY
    agree(marit)
    leaving.close_account(marit, answers="stay")
    assert answered(listed) == NOBODY


def test_nobody_agreed_nobody_fits_and_nonsense_are_the_same_bytes(listed: Told) -> None:
    fits_nobody = answered(listed, "viool")
    actions.stop_being_found(listed.world.marit)
    assert {fits_nobody, *(answered(listed, odd) for odd in ("marit", None, 7, ["x"], {}))} == {
        NOBODY
    }


def test_it_costs_as_many_statements_whoever_agreed(
    listed: Told, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    names(listed)
    for name in ("Els", "Wim", "Kees"):
        agree(member(f"{name} Bakker", f"{name}@x.example", knows=["toezicht"]))
    with django_assert_max_num_queries(40) as many:
        assert len(names(listed, "toezicht")) == 4
    actions.stop_being_found(listed.world.marit)
    with django_assert_num_queries(len(many)):
        assert names(listed, "toezicht") == ["Els Bakker", "Kees Bakker", "Wim Bakker"]


def test_twenty_at_most_and_so_many_a_day_with_those_of_questions(
    listed: Told, monkeypatch
) -> None:
    monkeypatch.setattr("vaknet.domain.introducing.queries.finding.MOST_PEOPLE_A_DAY", 3)
    monkeypatch.setattr("vaknet.domain.introducing.actions.answering.MOST_LISTED", 2)
    listed.treaty.shares.create(kind="who_can_help")
    assert listed.names() == ["Marit Hoekstra"]
    for name in ("Els", "Wim", "Kees", "Jan"):
        agree(member(f"{name} Bakker", f"{name}@x.example"))
    assert names(listed, "bakker") == ["Els Bakker", "Jan Bakker"]
    assert names(listed, "wim") == []
    assert names(listed) == ["Marit Hoekstra"]  # who was shown before may be shown again
    assert ShownToPartner.objects.values("actor").distinct().count() == 3


def test_looking_up_counts_as_a_question_and_leaves_no_words(listed: Told) -> None:
    names(listed, "hoekstra")
    kept = [vars(row) for row in [*ShownToPartner.objects.all(), *AskedByPartner.objects.all()]]
    assert "hoekstra" not in str(kept).lower()
    AskedByPartner.objects.update(times=rules.MOST_QUESTIONS_A_DAY)
    assert listed.partner.asks("directory", {"text": "marit"}).status_code == 429
    AskedByPartner.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert names(listed) == ["Marit Hoekstra"]


def test_without_a_treaty_that_shares_it_there_is_no_such_thing(told: Told) -> None:
    refused = told.partner.asks("directory", {"text": "marit"})
    assert refused.status_code == 404
    told.treaty.shares.create(kind="directory")
    assert names(told) == ["Marit Hoekstra"]
    end_now(told.treaty, by=Side.THERE, why="", at=timezone.now())
    ended = told.partner.asks("directory", {"text": "marit"})
    assert (ended.status_code, ended.content) == (404, refused.content)


def test_the_treaty_that_ends_while_we_look_shows_nobody(listed: Told, monkeypatch) -> None:
    fitting = queries.who_is_called(listed.network, "marit")

    def ends_meanwhile(*_args: object) -> object:
        listed.treaty.shares.all().delete()
        return fitting

    monkeypatch.setattr("vaknet.domain.introducing.actions.answering.who_is_called", ends_meanwhile)
    assert actions.look_up_for_partner(listed.network, text="marit") == []


def test_somebody_who_was_looked_up_is_asked_and_says_yes(listed: Told) -> None:
    listed.takes_all()
    token = json.loads(answered(listed))["people"][0]["token"]
    assert listed.bring(token) == 200
    came = IntroductionAcross.objects.get(is_incoming=True)
    assert came.member == listed.world.marit
    actions.agree_across(listed.world.marit, introduction=came, words="", mail="m@o.example")
    carried(came)
    assert listed.heard("introduction/yes")[0]["mail"] == "m@o.example"


# --- What a member here sees


@pytest.fixture
def page(listed: Told):
    content = listed.partner.terms(shares={"directory"})
    Terms.objects.create(treaty=listed.treaty, number=1, content=content, digest="x", by="there")
    listed.partner.answers["directory"] = lambda _told: {"people": [ADA | {"reason": "x" * 900}]}
    return signed_in(listed.world.samira)


def test_she_looks_somebody_up_and_asks_to_meet(listed: Told, page) -> None:
    listed.takes_all()
    assert f'href="{there(listed)}"' in page.get("/mensen/").text
    assert f'href="{there(listed)}"' in page.get(f"/netwerken/{listed.network.pk}/").text
    empty = page.get(there(listed))
    assert "People at Vaknet West" in empty.text
    assert listed.heard("directory") == []
    found = page.post(there(listed), {"q": " Ada\0 "})
    assert found["Cache-Control"] == "no-store"
    assert "Ada de Boer" in found.text
    assert listed.heard("directory") == [{"text": "Ada"}]
    [whom] = sealed(found.text)
    form = page.post("/vraag/partners/kennismaken/", {"whom": whom})
    assert f'href="{there(listed)}"' in form.text
    assert "My question is" not in form.text
    sent = {"whom": whom, "act": "send", "purpose": "Graag een half uur over jullie archief."}
    page.post("/vraag/partners/kennismaken/", sent, follow=True)
    assert IntroductionAcross.objects.get().other_name == "Ada de Boer"
    assert not Activity.objects.filter(verb__contains="look").exists()


def test_nobody_found_and_no_answer_are_said(listed: Told, page) -> None:
    listed.partner.answers["directory"] = lambda _told: {"people": []}
    assert "Nobody found there." in page.post(there(listed), {"q": "Ada"}).text
    del listed.partner.answers["directory"]
    assert "This network cannot be reached now." in page.post(there(listed), {"q": "Ada"}).text
    assert "Found there" not in page.post(there(listed), {"q": "  "}).text


def test_of_more_than_twenty_the_rest_is_not_looked_at(listed: Told, page) -> None:
    many = [ADA | {"name": f"Ada {number:02}"} for number in range(30)]
    listed.partner.answers["directory"] = lambda _told: {"people": many}
    text = page.post(there(listed), {"q": "Ada"}).text
    assert "Ada 19" in text
    assert "Ada 20" not in text


def test_looking_up_too_often_waits_until_tomorrow(listed: Told, page, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"ask_partners": "1/d/key"}
    assert "Ada de Boer" in page.post(there(listed), {"q": "Ada"}).text
    again = page.post(there(listed), {"q": "Ada"}).text
    assert "Go on tomorrow" in again
    assert "Ada de Boer" not in again


def test_for_guests_without_the_share_and_after_the_treaty_there_is_no_page(
    listed: Told, page, client
) -> None:
    link = f'href="{there(listed)}"'
    assert client.get(there(listed)).status_code == 302
    of_network = client.get(f"/netwerken/{listed.network.pk}/")
    assert of_network.status_code == 200
    assert link not in of_network.text
    listed.treaty.shares.update(kind="who_can_help")
    assert page.get(there(listed)).status_code == 404
    assert link not in page.get(f"/netwerken/{listed.network.pk}/").text
    assert link not in page.get("/mensen/").text
    listed.treaty.shares.update(kind="directory")
    end_now(listed.treaty, by=Side.HERE, why="", at=timezone.now())
    assert page.get(there(listed)).status_code == 404
    assert page.post(there(listed), {"q": "Ada"}).status_code == 404


def test_she_reads_beforehand_that_they_can_look_her_up(told: Told) -> None:
    said = "Members of Vaknet West can also look you up"
    client = signed_in(told.world.samira)
    assert said not in client.get("/ik/instellingen/partners/").text
    told.treaty.shares.create(kind="directory")
    assert said in client.get("/ik/instellingen/partners/").text


def test_who_can_help_does_not_ask_a_network_that_shares_the_directory_alone(
    listed: Told, page
) -> None:
    assert "Ask partner networks too" not in page.get("/vraag/", {"q": QUESTION}).text
    assert page.post("/vraag/partners/", {"q": QUESTION}).status_code == 200
    assert listed.heard("who-can-help") == []
