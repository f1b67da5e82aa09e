"""In the browser: agreeing to be found, asking partners, asking to meet, yes and no."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from tests.introducing.story import (
    PURPOSE,
    QUESTION,
    THERE,
    Told,
    agree,
    carried,
    sealed,
    signed_in,
)
from tests.networks.partner import a_partner
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.introducing import actions, queries
from vaknet.domain.introducing.models import IntroductionAcross
from vaknet.domain.networks.actions.ending import end_now
from vaknet.domain.networks.models import Side
from vaknet.interfaces.jobs import followups

ADA = {
    "token": THERE,
    "name": "Ada de Boer",
    "headline": "archivaris",
    "knows": ["Bouwdossiers scannen"],
    "place": "Westerdam",
    "reason": "Says to know this: “Bouwdossiers scannen”.",
}


@pytest.fixture
def answers(told: Told) -> list[object]:
    """What the partner says to a question; a test puts people in."""
    people: list[object] = [ADA]
    told.partner.answers["who-can-help"] = lambda _told: {"people": people}
    return people


def ask(told: Told, question: str = QUESTION) -> str:
    answer = signed_in(told.world.samira).post("/vraag/partners/", {"q": question})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return answer.text


def opened(told: Told, **more: str):
    client, (whom,) = signed_in(told.world.samira), sealed(ask(told))
    return client.post("/vraag/partners/kennismaken/", {"whom": whom} | more)


# --- Being found


def test_she_is_found_only_after_she_ticked_it_and_sees_before_what_others_see(told: Told) -> None:
    client = signed_in(told.world.samira)
    page = client.get("/ik/instellingen/partners/").text
    assert "This is what they see if you tick everything" in page
    assert "Digitaal bouwdossier inrichten" in page
    assert "Vaknet West" in page
    refused = client.post("/ik/instellingen/partners/", {"act": "save", "shows": ["knows"]})
    assert refused.status_code == 422
    assert "Tick the box if you agree." in refused.text
    assert queries.findable_across(told.world.samira) is None
    sent = {"act": "save", "shows": ["knows"], "agrees": "on", "networks": [told.network.pk]}
    done = client.post("/ik/instellingen/partners/", sent, follow=True)
    assert "Partner networks can find you now." in done.text
    row = queries.findable_across(told.world.samira)
    assert row is not None
    assert (row.shows_knows, row.shows_organisation, row.shows_place) == (True, False, False)
    assert "gemeente Waterveen" not in done.text.split("What it means")[0]
    assert "Samira El Idrissi" in told.names("bouwdossier inrichten")


def test_the_same_choice_twice_is_once_and_another_is_a_new_row(told: Told) -> None:
    before = queries.findable_across(told.world.marit)
    agree(told.world.marit)
    assert queries.findable_across(told.world.marit) == before
    agree(told.world.marit, ["knows", "place"])
    assert queries.findable_across(told.world.marit) != before


def test_keeping_away_from_a_network_twice_is_once(told: Told) -> None:
    agree(told.world.marit, chosen=[])
    agree(told.world.marit, chosen=[])
    assert told.world.marit.findable_by.get().until is not None
    assert Activity.objects.filter(verb="kept_from_partner").count() == 1


def test_nothing_is_ticked_before_she_ticks_it_also_a_partner_that_comes_later(
    told: Told, settings
) -> None:
    def ticked(person: Actor) -> list[str]:
        page = signed_in(person).get("/ik/instellingen/partners/").text
        return re.findall(r'<input[^>]*name="(\w+)"[^>]*checked', page)

    assert ticked(told.world.samira) == []
    assert ticked(told.world.marit) == ["shows", "networks", "agrees"]
    with a_partner() as later:
        settings.FEDERATION_TRIAL |= {later.base.removeprefix("http://")}
        treaty = later.in_force("who_can_help")
        assert Told(told.world, later, treaty).names() == []
        assert ticked(told.world.marit).count("networks") == 1


def test_a_network_that_is_not_on_the_form_stays_as_she_left_it(told: Told) -> None:
    actions.keep_from(told.world.marit, network=told.network)
    share = told.treaty.shares.get()
    told.treaty.shares.all().delete()
    sent = {"act": "save", "shows": ["knows", "place"], "agrees": "on"}
    done = signed_in(told.world.marit).post("/ik/instellingen/partners/", sent, follow=True)
    assert done.text.count("none of them finds you") == 2
    share.save(force_insert=True)
    assert told.names() == []


def test_who_agreed_to_other_words_is_not_found_until_she_agrees_to_those_of_now(
    told: Told,
) -> None:
    marit = told.world.marit
    marit.findable_across.update(text="2025-01")
    assert told.names() == []
    page = signed_in(marit).get("/ik/instellingen/partners/").text
    assert "Let them find me" in page
    assert "checked" not in page.split("<form")[-1]
    agree(marit)
    assert told.names() == ["Marit Hoekstra"]
    assert marit.findable_across.filter(until=None).count() == 1


def test_a_treaty_that_comes_again_asks_her_again(told: Told) -> None:
    end_now(told.treaty, by=Side.HERE, why="Klaar.", at=timezone.now())
    told.partner.in_force("who_can_help")
    assert told.names() == []
    agree(told.world.marit)
    assert told.names() == ["Marit Hoekstra"]


def test_a_network_without_a_tick_does_not_find_her(told: Told) -> None:
    client = signed_in(told.world.marit)
    client.post("/ik/instellingen/partners/", {"act": "save", "shows": ["knows"], "agrees": "on"})
    assert told.names() == []
    sent = {"act": "save", "shows": ["knows"], "agrees": "on", "networks": [told.network.pk]}
    client.post("/ik/instellingen/partners/", sent)
    assert told.names() == ["Marit Hoekstra"]


def test_she_stops_and_that_holds_at_once(told: Told) -> None:
    client = signed_in(told.world.marit)
    done = client.post("/ik/instellingen/partners/", {"act": "stop"}, follow=True)
    assert "Partner networks do not find you any more." in done.text
    client.post("/ik/instellingen/partners/", {"act": "stop"})
    assert told.names() == []


def test_without_partners_the_page_says_so(told: Told, settings) -> None:
    settings.FEDERATION = False
    page = signed_in(told.world.samira).get("/ik/instellingen/partners/").text
    assert "There are no partner networks now." in page
    assert "Which networks may find me" not in page


# --- Asking


def test_partners_are_asked_only_when_she_presses(told: Told, answers: list[object]) -> None:
    client = signed_in(told.world.samira)
    page = client.get("/vraag/", {"q": QUESTION}).text
    assert "Members of other networks may know it too: Vaknet West." in page
    assert "Your name does not" in page
    assert told.partner.heard == []
    page = ask(told)
    assert told.heard("who-can-help") == [{"text": QUESTION, "language": "en"}]
    for words in ("Ada de Boer", "archivaris", "Westerdam", "Bouwdossiers scannen", "Vaknet West"):
        assert words in page


def test_when_nobody_here_knows_it_partners_are_the_first_thing_to_do(told: Told) -> None:
    page = signed_in(told.world.samira).get("/vraag/", {"q": "Zeppelins vouwen"}).text
    assert page.count("Ask partner networks too") == 1
    assert "Nobody found yet." in page.split("Ask partner networks too")[0]
    assert "Ask it in a group" in page.split("Ask partner networks too")[1]


def test_without_partners_there_is_no_such_part(told: Told) -> None:
    told.treaty.shares.all().delete()
    page = signed_in(told.world.samira).get("/vraag/", {"q": QUESTION}).text
    assert "partner" not in page
    assert "There are no partner networks now." in ask(told)


def test_a_silent_partner_is_told_apart_from_one_where_nobody_is(
    told: Told, answers: list[object]
) -> None:
    answers.clear()
    assert "Nobody found there." in ask(told)
    told.partner.answers.clear()
    assert "This network cannot be reached now." in ask(told)


@pytest.mark.parametrize("question", ["", "   ", "x" * 501])
def test_what_is_no_question_goes_nowhere(told: Told, question: str) -> None:
    answer = signed_in(told.world.samira).post("/vraag/partners/", {"q": question})
    assert answer.status_code == 303
    assert told.partner.heard == []


def test_she_asks_partners_so_often_a_day_and_no_more(
    told: Told, answers: list[object], settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"ask_partners": "1/d/key"}
    ask(told)
    client = signed_in(told.world.samira)
    page = client.post("/vraag/partners/", {"q": QUESTION}, follow=True).text
    assert "Go on tomorrow." in page
    assert len(told.heard("who-can-help")) == 1


def test_nothing_of_an_answer_is_kept(told: Told, answers: list[object]) -> None:
    ask(told)
    assert not IntroductionAcross.objects.exists()


def test_a_hostile_answer_is_cut_cleaned_and_escaped(told: Told, answers: list[object]) -> None:
    answers[:] = [
        ADA | {"name": "<script>alert(1)</script>\u202eada" + "a" * 3000, "headline": ["x"]},
        ADA | {"name": ""},
        ADA | {"token": "../../x"},
        "nobody",
        ADA
        | {"knows": [7, "\u2067turned", None] + ["x"] * 500, "reason": "<img src=x>" + "r" * 999},
        *[ADA | {"name": f"Number {number}"} for number in range(200)],
    ]
    page = ask(told)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;ada" in page
    assert "<img src=x" not in page
    assert "\u202e" not in page
    assert "\u2067" not in page
    assert "Number 1" not in page
    assert len(sealed(page)) == 2
    for odd in ({"people": 7}, {"people": {"a": 1}}, {}, {"people": [[[]]]}):
        told.partner.answers["who-can-help"] = lambda _told, odd=odd: odd
        assert "Nobody found there." in ask(told)


def test_an_answer_that_is_too_large_is_silence(told: Told, answers: list[object]) -> None:
    answers[:] = [ADA | {"name": "a" * 1_000_000}]
    assert "This network cannot be reached now." in ask(told)


def test_a_guest_asks_nobody(told: Told, client) -> None:
    assert client.post("/vraag/partners/", {"q": QUESTION}).status_code == 302
    assert told.partner.heard == []


# --- Asking to meet


def test_she_sees_what_goes_along_and_sends_it(told: Told, answers: list[object]) -> None:
    form = opened(told)
    assert form.status_code == 200
    for words in ("This goes along", "Samira El Idrissi", "gemeente Waterveen", QUESTION):
        assert words in form.text
    assert "Hello Ada," in form.text
    sent = opened(told, act="send", purpose=PURPOSE)
    row = IntroductionAcross.objects.get()
    assert sent.url == f"/ik/introducties/elders/{row.pk}/"
    assert (row.other_name, row.mail, row.shown) == ("Ada de Boer", "", THERE)
    client = signed_in(told.world.samira)
    assert "On its way" in client.get(sent.url).text
    told.takes_all()
    carried(row)
    assert "Arrived. No answer yet." in client.get(sent.url).text
    listed = client.get("/ik/introducties/").text
    assert "Ada de Boer" in listed
    assert "You asked no introductions yet" not in listed


def test_too_few_words_are_refused_and_stand_there_still(told: Told, answers: list[object]) -> None:
    answer = opened(told, act="send", purpose="Bel me.", with_mail="on")
    assert answer.status_code == 422
    assert "Bel me." in answer.text
    assert "<title>Error: Introduction to Ada de Boer" in answer.text
    assert "Write a bit more" in answer.text
    assert sealed(answer.text)


def test_a_seal_that_is_broken_old_or_of_somebody_else_opens_nothing(
    told: Told, answers: list[object]
) -> None:
    (whom,) = sealed(ask(told))
    joost, samira = signed_in(told.world.joost), signed_in(told.world.samira)
    address = "/vraag/partners/kennismaken/"
    assert joost.post(address, {"whom": whom}).status_code == 303
    assert samira.post(address, {"whom": whom + "x"}).status_code == 303
    assert samira.post(address, {}).status_code == 303
    with travel(timezone.now() + timedelta(days=8)):
        assert signed_in(told.world.samira).post(address, {"whom": whom}).status_code == 303
    told.treaty.shares.all().delete()
    assert samira.post(address, {"whom": whom}).status_code == 303
    assert not IntroductionAcross.objects.exists()


def test_she_withdraws_and_tries_again(told: Told, answers: list[object]) -> None:
    opened(told, act="send", purpose=PURPOSE)
    row = IntroductionAcross.objects.get()
    IntroductionAcross.objects.update(stuck_at=timezone.now(), telling="")
    client, page = signed_in(told.world.samira), f"/ik/introducties/elders/{row.pk}/"
    assert "It could not be delivered" in client.get(page).text
    assert "It is on its way again." in client.post(page, {"act": "again"}, follow=True).text
    assert client.post(page, {"act": "nonsense"}).status_code == 303
    ended = client.post(page, {"act": "end"}, follow=True).text
    assert "This introduction has ended" in ended
    assert "Ada de Boer" not in ended


# --- Being asked


def test_who_is_asked_reads_why_and_says_yes(told: Told) -> None:
    told.takes_all()
    row = told.incoming()
    marit, page = signed_in(told.world.marit), reverse("introduction-across", args=[row.pk])
    assert "Ada de Boer of Vaknet West would like to meet you." in marit.get("/").text
    assert "Ada de Boer of Vaknet West" in marit.get("/ik/introducties/").text
    shown = marit.get(page).text
    for words in ("Ada de Boer would like to meet you", PURPOSE, "marit@oosterhage.example"):
        assert words in shown
    assert "ada@westerdam.example" not in shown  # before her yes
    refused = marit.post(page, {"act": "yes", "mail": "marit", "words": "Graag!"})
    assert refused.status_code == 422
    assert "Graag!" in refused.text
    sent = {"act": "yes", "mail": "m@thuis.example", "words": "Graag!"}
    done = marit.post(page, sent, follow=True).text
    for words in ("You and Ada de Boer know each other now", "ada@westerdam.example", "Graag!"):
        assert words in done
    assert carried(row).telling == ""


def test_who_waits_for_her_stands_on_the_page_of_notices(told: Told) -> None:
    row = told.incoming()
    shown = signed_in(told.world.marit).get("/meldingen/")
    assert shown.status_code == 200
    assert "Ada de Boer of Vaknet West would like to meet you" in shown.text
    assert reverse("introduction-across", args=[row.pk]) in shown.text


def test_she_reads_among_her_notices_that_somebody_said_yes_until_it_ends(told: Told) -> None:
    told.takes_all()
    row = carried(told.asked())
    yes = {"token": row.token, "name": "Ada de Boer", "mail": "ada@westerdam.example", "words": ""}
    assert told.partner.asks("introduction/yes", yes).json() == {"taken": True}
    followups.run(Activity.objects.get(verb="was_answered_across").pk)
    samira = signed_in(told.world.samira)
    told_so = samira.get("/meldingen/").text
    assert 'You know each other now: <i dir="auto">Ada de Boer, Vaknet West</i>' in told_so
    assert "<b>new</b>" in told_so
    samira.get(reverse("introduction-across", args=[row.pk]))
    assert "<b>new</b>" not in samira.get("/meldingen/").text
    actions.end_across(
        told.world.samira, introduction=queries.introduction_across(row.member, row.pk)
    )
    assert "You know each other now" not in samira.get("/meldingen/").text


def test_a_no_is_seen_by_nobody_else(told: Told) -> None:
    row = told.incoming()
    marit, page = signed_in(told.world.marit), reverse("introduction-across", args=[row.pk])
    assert "You said no. Nobody is told." in marit.post(page, {"act": "no"}, follow=True).text
    assert "Yes, I would like to" not in marit.get(page).text
    refused = marit.post(page, {"act": "end"}, follow=True).text
    assert "Say yes or no first." in refused
    assert told.partner.heard == []
    assert "would like to meet you" not in marit.get("/").text


def test_she_wants_nothing_of_that_network_any_more(told: Told) -> None:
    row = told.incoming()
    marit, page = signed_in(told.world.marit), reverse("introduction-across", args=[row.pk])
    done = marit.post(page, {"act": "never"}, follow=True).text
    assert "This network does not find you any more." in done
    assert told.names() == []


def test_to_others_her_introduction_does_not_exist(told: Told) -> None:
    page = reverse("introduction-across", args=[told.incoming().pk])
    samira = signed_in(told.world.samira)
    for answer in (samira.get(page), samira.post(page, {"act": "yes"})):
        assert answer.status_code == 404


def test_the_list_costs_the_same_for_one_and_for_three(
    told: Told, django_assert_num_queries
) -> None:
    client = signed_in(told.world.samira)
    told.asked()
    client.get("/ik/introducties/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get("/ik/introducties/")
    told.asked(shown="c" * 22)
    told.asked(shown="d" * 22)
    with django_assert_num_queries(len(one)):
        client.get("/ik/introducties/")


def test_members_keep_what_they_agreed_to_when_they_come_back(told: Told) -> None:
    from vaknet.domain.leaving import actions as leaving

    told.takes_all()
    asked, came = told.asked(told.world.marit), told.incoming()
    leaving.close_account(told.world.marit, answers="stay")
    asked.refresh_from_db()
    came.refresh_from_db()
    assert (asked.end, asked.telling) == ("left", "end")
    assert (came.end, came.telling) == ("left", "")  # as of a no
    leaving.reopen_account(told.world.marit)
    assert queries.findable_across(told.world.marit) is not None
    actions.stop_being_found(told.world.marit)
