"""A member of ours reads and writes in a group at a partner, and nothing of it is kept."""

import json
from datetime import timedelta
from threading import Event

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from tests.networks.partner import Partner, a_partner
from tests.places import all_taken
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import WritingLimit
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.networks.actions.ending import remove_what_came
from vaknet.domain.networks.models import Treaty
from vaknet.domain.refusal import Refused
from vaknet.domain.visiting import actions, queries
from vaknet.domain.visiting.actions.ending import MOST_TRIES
from vaknet.domain.visiting.models import Farewell, Visit
from vaknet.interfaces.jobs.clock_of_visits import bid_farewells
from vaknet.interfaces.reaching import waiting
from vaknet.interfaces.reaching.waiting import MEMBERS

pytestmark = pytest.mark.django_db

GROUP, THREAD = "g" * 22, "t" * 40
SHOWN = {"id": GROUP, "name": "Besloten bouw", "purpose": "Onder ons", "way": "knock"}
ROW = {"id": THREAD, "title": "Wie telt de ramen?", "author": "Ans", "at": "2026-11-02T10:00:00Z"}
SAID = {"author": "Ans", "at": "2026-11-02T10:00:00Z", "html": "<p>Wij <b>tellen</b> ze.</p>"}


@pytest.fixture
def samira(world: World) -> Actor:
    return world.samira


@pytest.fixture
def page(samira: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(samira.account)
    return client


@pytest.fixture
def home(partner: Partner) -> Partner:
    """It let her in."""
    partner.in_force("groups")
    partner.answers |= {
        "group/list": lambda _told: {"groups": [SHOWN]},
        "group/ask": lambda _told: {"state": "waiting"},
        "group/leave": lambda _told: {"state": "out"},
        "group/read": lambda _told: {"state": "in", "name": "X", "rows": [ROW], "more": False},
        "group/thread": lambda told: (
            {"state": "in", "kind": "conversation", "title": ROW["title"], **SAID}
            | {"id": told["id"], "parts": [SAID | {"author": None}], "next": None}
        ),
        "group/say": lambda told: {"state": "in", "id": told["id"] or THREAD},
    }
    return partner


def visit(by: Actor) -> Visit:
    network = queries.hosts().get()
    return actions.ask_to_visit(by, network=network, group=GROUP, name="Besloten bouw")


def told(home: Partner, what: str) -> dict:
    return json.loads([message for name, message in home.heard if name == what][-1].body)


def kill(home: Partner) -> None:
    home.answers.clear()
    home.raw |= {f"/ap/partners/group/{what}": _hang_up for what in WHAT}


WHAT = ("list", "ask", "leave", "read", "thread", "say")


def _hang_up(handler) -> None:
    handler.connection.close()


@pytest.mark.django_db(transaction=True)  # each partner is asked in a thread of its own
def test_she_sees_which_groups_there_are_and_who_stays_silent(
    page: Client, home: Partner, settings
) -> None:
    with a_partner() as other:
        settings.FEDERATION_TRIAL |= {other.base.removeprefix("http://")}
        other.name = "Vaknet Zuid"
        other.in_force("groups")
        text = page.get("/partnergroepen/").text
    assert "Besloten bouw" in text
    assert "Vaknet Zuid" in text.partition("No answer now")[2]
    Treaty.objects.all().delete()
    assert "No partner network shares groups" in page.get("/partnergroepen/").text


def test_she_knocks_after_seeing_what_goes_along(
    page: Client, home: Partner, samira: Actor
) -> None:
    network = queries.hosts().get()
    url = f"/partnergroepen/bij/{network.pk}/{GROUP}/"
    text = page.get(url).text
    assert "Samira El Idrissi" in text
    assert "vergunningverlener" in text
    answer = page.post(url, {"text": "Mag ik mee?"})
    mine = Visit.objects.get()
    assert answer.headers["location"] == f"/partnergroepen/{mine.pk}/"
    heard = told(home, "group/ask")
    assert heard == {
        "language": "en",
        "visitor": mine.token,
        "group": GROUP,
        "name": "Samira El Idrissi",
        "headline": samira.headline,
        "text": "Mag ik mee?",
        "agreed_to": "",
    }
    assert "Besloten bouw" in page.get("/g/").text
    page.post(url, {"text": "Nog eens"})
    assert Visit.objects.count() == 1


def test_house_rules_are_agreed_to_and_a_group_may_let_in_at_once(
    page: Client, home: Partner
) -> None:
    rules = {"rules": {"mark": "m" * 32, "html": "<p>Wees aardig.</p>"}}
    shown = SHOWN | rules | {"way": "join", "question": "Wie ben je?"}
    home.answers["group/list"] = lambda _told: {"groups": [shown]}
    home.answers["group/ask"] = lambda _told: {"state": "in"}
    url = f"/partnergroepen/bij/{queries.hosts().get().pk}/{GROUP}/"
    assert "Wees aardig." in page.get(url).text
    assert page.post(url, {}).status_code == 422
    assert page.post(url, {"agree": "m" * 32}).status_code == 303
    assert told(home, "group/ask")["agreed_to"] == "m" * 32
    assert Visit.objects.get().since


def test_a_refusal_there_is_said_here_and_her_words_stay(page: Client, home: Partner) -> None:
    home.answers["group/ask"] = lambda _told: {"refused": "Vandaag niet."}
    url = f"/partnergroepen/bij/{queries.hosts().get().pk}/{GROUP}/"
    answer = page.post(url, {"text": "Mag ik mee?"})
    assert answer.status_code == 422
    assert "Vandaag niet." in answer.text
    assert "Mag ik mee?" in answer.text


def test_a_group_that_went_or_is_silent_and_a_network_without_treaty(
    page: Client, home: Partner
) -> None:
    network = queries.hosts().get()
    url = f"/partnergroepen/bij/{network.pk}/{GROUP}/"
    home.answers["group/ask"] = lambda _told: {"state": "out"}
    assert page.post(url, {}).headers["location"] == "/partnergroepen/"
    home.answers["group/list"] = lambda _told: {"groups": []}
    assert page.get(url).status_code == 404
    assert page.get(f"/partnergroepen/bij/{network.pk}/kort/").status_code == 404
    del home.answers["group/list"]
    assert "We get no answer from" in page.get(url).text
    home.answers["group/list"] = lambda _told: {"groups": [SHOWN]}
    del home.answers["group/ask"]
    answer = page.post(url, {"text": "Mag ik mee?"})
    assert (answer.status_code, "Mag ik mee?" in answer.text) == (503, True)
    Treaty.objects.update(ended_at=timezone.now())
    assert page.get(url).status_code == 404


def test_she_waits_is_refused_in_words_or_is_out(
    page: Client, home: Partner, samira: Actor
) -> None:
    url = f"/partnergroepen/{visit(samira).pk}/"
    home.answers["group/read"] = lambda _told: {"state": "waiting"}
    assert "You knocked." in page.get(url).text
    home.answers["group/read"] = lambda _told: {"state": "waiting", "reply": "We zijn vol."}
    assert "We zijn vol." in page.get(url).text
    assert Visit.objects.get().since is None
    home.answers["group/read"] = lambda _told: {"state": "out"}
    assert page.get(url).headers["location"] == "/partnergroepen/"
    assert page.get(url).status_code == 404


def test_she_reads_live_and_nothing_of_it_is_kept(
    page: Client, home: Partner, samira: Actor
) -> None:
    mine = visit(samira)
    text = page.get(f"/partnergroepen/{mine.pk}/").text
    assert "Wie telt de ramen?" in text
    assert "at Vaknet West" in text
    for part in ("vragen", "artikelen"):
        page.get(f"/partnergroepen/{mine.pk}/?deel={part}&page=2")
    assert (told(home, "group/read")["part"], told(home, "group/read")["page"]) == ("articles", 2)
    thread = page.get(f"/partnergroepen/{mine.pk}/lees/{THREAD}/").text
    assert "<p>Wij <b>tellen</b> ze.</p>" in thread
    for model in apps.get_models():
        for row in model._default_manager.values():
            assert "ramen" not in str(row)
            assert "tellen" not in str(row)
    mine.refresh_from_db()
    assert mine.since


def test_her_words_go_along_and_stay_in_the_form_when_they_cannot(
    page: Client, home: Partner, samira: Actor
) -> None:
    mine = visit(samira)
    url = f"/partnergroepen/{mine.pk}/lees/{THREAD}/"
    assert page.post(url, {"text": "Wij ook."}).headers["location"] == url
    assert (told(home, "group/say")["text"], told(home, "group/say")["id"]) == ("Wij ook.", THREAD)
    assert page.post(url, {"text": " "}).status_code == 422
    home.answers["group/say"] = lambda _told: {"refused": "Te veel vandaag."}
    refused = page.post(url, {"text": "Wij ook."})
    assert (refused.status_code, "Te veel vandaag." in refused.text) == (422, True)
    home.answers["group/say"] = lambda _told: {"state": "out"}
    assert page.post(url, {"text": "x"}).headers["location"] == f"/partnergroepen/{mine.pk}/"
    kill(home)
    silent = page.post(url, {"text": "Wij ook."})
    assert (silent.status_code, "Wij ook." in silent.text) == (503, True)
    assert "We get no answer from" in page.get(url).text
    assert "We get no answer from" in page.get(f"/partnergroepen/{mine.pk}/").text


def test_nobody_uses_up_what_a_partner_hears_of_all_members(
    page: Client, home: Partner, samira: Actor, world: World, settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"visit_groups": "2/m/key"}
    url = f"/partnergroepen/{visit(samira).pk}/"
    assert [page.get(url).status_code for _time in range(3)] == [200, 200, 429]
    assert page.post(f"{url}lees/{THREAD}/", {"text": "Wij ook."}).status_code == 429
    assert "group/say" not in dict(home.heard)
    page.force_login(world.bram.account)
    assert page.get("/partnergroepen/").status_code == 200


def test_she_asks_and_starts_a_conversation(page: Client, home: Partner, samira: Actor) -> None:
    url = f"/partnergroepen/{visit(samira).pk}/nieuw/"
    assert page.get(f"{url}iets/").status_code == 404
    assert "Ask a question" in page.get(f"{url}vraag/").text
    asked = page.post(f"{url}vraag/", {"title": "Hoe?", "text": "Zo"})
    assert asked.headers["location"].endswith(f"/lees/{THREAD}/")
    assert told(home, "group/say")["kind"] == "question"
    home.answers["group/say"] = lambda _told: {"state": "in"}
    begun = page.post(f"{url}gesprek/", {"title": "Hoe?"})
    assert not begun.headers["location"].endswith("lees/")
    assert told(home, "group/say")["kind"] == "conversation"
    home.answers["group/say"] = lambda _told: {"refused": "Nee."}
    assert "Nee." in page.post(f"{url}gesprek/", {"title": "Hoe?"}).text
    kill(home)
    silent = page.post(f"{url}vraag/", {"title": "Hoe dan?"})
    assert (silent.status_code, "Hoe dan?" in silent.text) == (503, True)


def test_who_may_not_write_here_does_not_write_there(
    page: Client, home: Partner, samira: Actor
) -> None:
    mine = visit(samira)
    until = timezone.now() + timedelta(days=2)
    limit = {field.name for field in WritingLimit._meta.fields}
    assert {"actor", "until"} <= limit
    WritingLimit.objects.create(actor=samira, until=until)
    answer = page.post(f"/partnergroepen/{mine.pk}/lees/{THREAD}/", {"text": "Wij ook."})
    assert answer.status_code == 422
    assert "group/say" not in dict(home.heard)


def test_what_is_not_there_any_more_and_what_is_of_somebody_else(
    page: Client, home: Partner, samira: Actor, world: World
) -> None:
    mine = visit(samira)
    url = f"/partnergroepen/{mine.pk}/lees/"
    assert page.get(f"{url}a.b/").status_code == 404
    home.answers["group/thread"] = lambda _told: {"state": "waiting"}
    assert page.get(f"{url}{THREAD}/").status_code == 303
    del home.answers["group/thread"]
    assert page.get(f"{url}{THREAD}/").status_code == 404
    other = visit(world.bram)
    assert other.token != mine.token
    for end in ("", "verlaten/", f"lees/{THREAD}/", "nieuw/vraag/"):
        assert page.get(f"/partnergroepen/{other.pk}/{end}").status_code == 404


def test_she_leaves_after_saying_so_once_more(page: Client, home: Partner, samira: Actor) -> None:
    mine = visit(samira)
    url = f"/partnergroepen/{mine.pk}/verlaten/"
    assert "They hear it at once" in page.get(url).text
    assert Visit.objects.filter(until=None).exists()
    page.post(url)
    heard = told(home, "group/leave")
    assert heard == {"visitor": mine.token, "group": GROUP}
    assert not Farewell.objects.exists()
    assert actions.leave_visit(samira, visit=mine) is None
    again = visit(samira)
    assert again.token == mine.token


def test_a_home_that_is_silent_hears_later_that_she_left(
    page: Client, home: Partner, samira: Actor
) -> None:
    mine = visit(samira)
    del home.answers["group/leave"]
    page.post(f"/partnergroepen/{mine.pk}/verlaten/")
    bid_farewells(0)
    [farewell] = Farewell.objects.all()
    assert farewell.tries == 1
    bid_farewells(0)
    farewell.refresh_from_db()
    assert farewell.tries == 1
    home.answers["group/leave"] = lambda _told: {"state": "out"}
    Farewell.objects.update(due_at=timezone.now())
    bid_farewells(0)
    assert not Farewell.objects.exists()
    farewell.tries = MOST_TRIES - 1
    farewell.pk = None
    farewell.save()
    actions.put_off_farewell(farewell=farewell, now=timezone.now())
    assert not Farewell.objects.exists()


def test_who_leaves_does_not_wait_where_others_wait(
    page: Client, home: Partner, samira: Actor
) -> None:
    mine = visit(samira)
    home.heard.clear()
    with all_taken(MEMBERS):
        assert page.post(f"/partnergroepen/{mine.pk}/verlaten/").status_code == 303
    assert home.heard == []
    assert Farewell.objects.count() == 1


def test_nor_longer_than_any_page_waits(
    page: Client, home: Partner, samira: Actor, monkeypatch
) -> None:
    mine, done = visit(samira), Event()
    monkeypatch.setattr(waiting, "SECONDS", 0.3)
    home.answers["group/leave"] = lambda _told: {"state": "out", "waited": done.wait(20)}
    page.post(f"/partnergroepen/{mine.pk}/verlaten/")
    done.set()
    assert Farewell.objects.count() == 1


def test_who_comes_back_is_not_thrown_out_by_an_old_farewell(
    page: Client, home: Partner, samira: Actor
) -> None:
    mine = visit(samira)
    actions.leave_visit(samira, visit=mine)
    elsewhere = actions.ask_to_visit(
        samira, network=mine.network, group="h" * 22, name="Andere groep"
    )
    actions.leave_visit(samira, visit=elsewhere)
    visit(samira)
    assert [farewell.group for farewell in Farewell.objects.all()] == ["h" * 22]
    bid_farewells(0)
    assert told(home, "group/leave")["group"] == "h" * 22
    assert Visit.objects.filter(until=None).get().group == GROUP


def test_who_closes_her_account_is_gone_there_too(home: Partner, samira: Actor, settings) -> None:
    mine = visit(samira)
    closure = leaving.close_account(samira, answers="stay")
    settings.FEDERATION = False
    bid_farewells(0)
    settings.FEDERATION = True
    assert "group/leave" not in dict(home.heard)
    bid_farewells(0)
    heard = told(home, "group/leave")
    assert (heard["visitor"], "group" in heard) == (mine.token, False)
    leaving.reopen_account(closure.actor)
    assert visit(samira).token != mine.token


def test_a_treaty_that_ends_leaves_no_row(home: Partner, samira: Actor, page: Client) -> None:
    mine = visit(samira)
    actions.leave_visit(samira, visit=mine)
    visit(samira)
    remove_what_came(Treaty.objects.get())
    assert not Visit.objects.exists()
    assert not Farewell.objects.exists()


def test_two_accounts_become_one_visitor(home: Partner, samira: Actor, world: World) -> None:
    mine, other = visit(samira), visit(world.bram)
    actions.take_over_visits(kept=samira, merged=world.bram, at=timezone.now())
    assert list(Visit.objects.filter(actor=samira, until=None)) == [mine]
    assert Farewell.objects.get().token == other.token
    assert not Visit.objects.filter(actor=world.bram).exists()


def test_there_is_an_end_to_how_many_groups_and_none_without_a_treaty(
    home: Partner, samira: Actor, monkeypatch
) -> None:
    network = queries.hosts().get()
    monkeypatch.setattr("vaknet.domain.visiting.actions.visits.MOST_VISITS", 1)
    visit(samira)
    with pytest.raises(Refused, match="many groups"):
        actions.ask_to_visit(samira, network=network, group="h" * 22, name="Nog een")
    Visit.objects.all().delete()
    Treaty.objects.update(ended_at=timezone.now())
    with pytest.raises(Refused, match="no treaty"):
        actions.ask_to_visit(samira, network=network, group="h" * 22, name="Nog een")


HOSTILE = (
    '<script>alert(1)</script><img src="https://spy.example/x.png"><a href="/uitloggen/">x</a>'
    '<a href="javascript:alert(1)">y</a><p style="position:fixed" onclick="z()">Goed</p>'
)


def test_a_hostile_home_shows_words_and_nothing_else(
    page: Client, home: Partner, samira: Actor
) -> None:
    mine = visit(samira)
    url = f"/partnergroepen/{mine.pk}/"
    nasty = {"author": "\u202eslecht<script>", "at": ["x"] * 2_000, "html": HOSTILE}
    deep = {"author": 3, "at": "9999-99-99", "html": "<b>" * 9_000}
    home.answers["group/thread"] = lambda _told: {
        "state": "in",
        "title": "<script>" + "x" * 5_000,
        "next": 2**50,
        "parts": [nasty, deep, "x", None],
        **nasty,
    }
    text = page.get(f"{url}lees/{THREAD}/").text
    body = text.partition("<article")[2].partition("</article>")[0]
    for bad in ("<script", "<img", "javascript:", "uitloggen", "style=", "onclick", "\u202e"):
        assert bad not in body
    assert "<p>Goed</p>" in body
    assert "too long to show" in body
    assert "vanaf=" not in body
    home.answers["group/read"] = lambda _told: {
        "state": "in",
        "rows": [{"id": "../../uit", "title": "x"}, {"id": "ok", "title": ""}, ROW | {"count": -1}],
    }
    assert page.get(url).text.count("/lees/") == 1


@pytest.mark.parametrize(
    "answer", [{}, {"state": "hier"}, {"state": ["in"]}, {"state": "in", "rows": [1] * 1_001}]
)
def test_what_cannot_be_understood_is_no_answer(
    page: Client, home: Partner, samira: Actor, answer: dict
) -> None:
    home.answers["group/read"] = lambda _told: answer
    assert "We get no answer from" in page.get(f"/partnergroepen/{visit(samira).pk}/").text


def test_many_parts_come_one_page_after_another(page: Client, home: Partner, samira: Actor) -> None:
    home.answers["group/thread"] = lambda told: {
        "state": "in",
        "kind": "question",
        "title": "Wie?",
        "parts": [SAID | {"best": True}],
        "next": told["start"] + 30,
        **SAID,
    }
    url = f"/partnergroepen/{visit(samira).pk}/lees/{THREAD}/"
    assert "?vanaf=60" in page.get(f"{url}?vanaf=30").text
    assert "Best answer" in page.get(f"{url}?vanaf=x").text
