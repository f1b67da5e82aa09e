"""The page: who, why and through whom, at one address, without anything that acts."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.world import acquaint
from vaknet.domain.finding import actions
from vaknet.domain.people import actions as people
from vaknet.interfaces.commands import find


def as_(person):
    client = Client(headers={"accept-language": "en"})
    client.force_login(person.account)
    return client


def page(person, question, **more):
    query = urlencode({"q": question} | more, doseq=True)
    response = as_(person).get(f"/vraag/?{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_guest_goes_to_the_door_whatever_she_asks(asked, client):
    for question in ("", "bouwdossiers gescand", "Marit Hoekstra"):
        response = client.get("/vraag/", {"q": question})
        assert response.status_code == 302
        assert response["location"].startswith("/inloggen/?next=")


def test_samira_sees_marit_why_and_two_routes(asked):
    shown = page(asked.world.samira, "Wie heeft bouwdossiers gescand?")
    assert "Marit can probably help you best" in shown
    assert "<b>Says to know this:</b> “4.200 <mark>bouwdossiers gescand</mark>”." in shown
    assert shown.count('name="route"') == 2
    assert 'action="/@marit.hoekstra/introductie/"' in shown
    assert "My question is: Wie heeft bouwdossiers gescand?" in shown
    assert "Peter" not in shown, "a farther stop has no name"


def test_the_form_asks_for_the_introduction(asked):
    samira = as_(asked.world.samira)
    shown = samira.get("/vraag/", {"q": "bouwdossiers gescand"})
    token = shown.context["routes"][0].token
    sent = samira.post(
        "/@marit.hoekstra/introductie/",
        {"route": token, "purpose": shown.context["purpose"], "question": "bouwdossiers gescand"},
    )
    assert sent.status_code == 303
    assert sent["location"].startswith("/ik/introducties/")


def test_who_knows_her_already_is_not_sent_round(asked):
    acquaint(asked.world.samira, asked.world.marit)
    shown = page(asked.world.samira, "bouwdossiers gescand")
    assert "You know Marit already" in shown
    assert 'href="/@marit.hoekstra/afspraak/"' in shown
    assert 'name="route"' not in shown


def test_without_a_route_one_writes_oneself(asked):
    shown = page(asked.world.bram, "bouwdossiers gescand")
    assert "There is no route to Marit yet" in shown
    assert 'href="/@marit.hoekstra/kennismaken/"' in shown


def test_others_are_in_the_margin_with_their_line(asked):
    for person in (asked.world.peter, asked.world.joost, asked.world.bram):
        people.add_known_topic(person, text="Scannen")
        actions.index(person)
    shown = page(asked.world.samira, "bouwdossiers gescand scannen")
    assert "3 more who know about this" in shown
    lines = shown[shown.index("3 more who") :]
    assert lines.count('class="miniline') == 2, "to Bram there is no way"


def test_what_was_answered_can_be_read(asked):
    shown = page(asked.world.samira, "Welke vogels in de natuurtoets?")
    assert "Answered before" in shown
    assert f'href="/vraag/{asked.question.pk}/#answer-{asked.answer.pk}"' in shown
    assert "Answer by Marit Hoekstra in Vergunningen" in shown


def test_what_is_behind_a_door_is_not_on_the_page(asked):
    shown = page(asked.world.samira, "reorganisatie staken mei")
    assert "Nobody found yet" in shown
    assert "Marit" not in shown
    assert "Onderhandelaars" not in shown
    assert "Marit" in page(asked.world.noor, "reorganisatie staken mei")


def test_nobody_found_says_what_to_do(asked):
    shown = page(asked.world.samira, "bijenteelt")
    assert "Nobody found yet. This is what you can do:" in shown
    assert 'href="/vraag/nieuw/?q=bijenteelt"' in shown


def test_words_can_be_left_out_and_taken_up_again_by_link(asked):
    shown = page(asked.world.samira, "bouwdossiers gescand")
    assert 'href="/vraag/?q=bouwdossiers+gescand&amp;zonder=gescand"' in shown
    shown = page(asked.world.samira, "bouwdossiers gescand", zonder=["gescand"])
    assert '<s dir="auto">gescand</s>' in shown
    assert 'href="/vraag/?q=bouwdossiers+gescand"' in shown


def test_an_empty_page_explains_itself(asked):
    assert "Ask it in one sentence" in page(asked.world.samira, "")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Wie kan helpen?", "Name the subject of your question"),
        ("\x00", "Ask it in one sentence"),
        ("🙂 \u202e", "Name the subject"),
        ("x " * 400, "too long (799 characters)"),
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("مرحبا بالعالم", "Nobody found yet"),
        ("' or 1=1; drop table --", "Nobody found yet"),
    ],
)
def test_whatever_is_typed_gets_a_clear_page_and_stays(asked, question, said):
    shown = page(asked.world.samira, question)
    assert said in shown
    assert "<script>alert" not in shown


def test_ten_megabytes_are_too_long(asked):
    shown = page(asked.world.samira, "a" * 10_000_000)
    assert "too long (10000000 characters)" in shown


def test_it_only_answers(asked):
    assert as_(asked.world.samira).post("/vraag/", {"q": "x"}).status_code == 405


def test_as_many_statements_for_few_as_for_many(asked, django_assert_max_num_queries):
    samira = as_(asked.world.samira)
    with django_assert_max_num_queries(20):
        samira.get("/vraag/", {"q": "natuurtoets"})
    for person in asked.world.everybody:
        people.add_known_topic(person, text="Natuurtoets")
        people.offer_help(person, kind="coffee")
    actions.index_everything()
    with django_assert_max_num_queries(20):
        samira.get("/vraag/", {"q": "natuurtoets jongerenwerker bouwdossiers gemeente"})


def test_scripts_get_the_same_answer_in_json(asked):
    from click.testing import CliRunner

    def run(*words):
        return CliRunner().invoke(find.command, words)

    import json

    told = run("--as", "samira.el.idrissi", "bouwdossiers gescand", "--lang", "nl", "--json")
    values = json.loads(told.stdout)
    assert list(values) == ["query", "took_ms", "understood", "people"]
    marit = values["people"][0]
    assert list(marit) == ["handle", "name", "score", "reasons", "degree", "routes"]
    assert (marit["handle"], marit["degree"]) == ("marit.hoekstra", 2)
    assert marit["reasons"][0] == {
        "code": "knows",
        "text": "Zegt dit te weten: ‘4.200 bouwdossiers gescand’.",
        "source_url": "http://127.0.0.1:8000/@marit.hoekstra/",
    }
    assert marit["routes"] == [["joost.van.der.meer"], ["fatma.yildiz", None]]

    answer = run("--as", "@samira.el.idrissi", "natuurtoets vogels", "--lang", "en", "--json")
    (reason,) = json.loads(answer.stdout)["people"][0]["reasons"]
    assert reason["source_url"].endswith(f"/vraag/{asked.question.pk}/#answer-{asked.answer.pk}")

    assert "Marit Hoekstra (@marit.hoekstra)" in run("--as", "bram.kuipers", "bouwdossiers").stdout
    assert run("--as", "bram.kuipers", "bijenteelt").stdout == "Nobody found.\n"
    wrong = run("--as", "nobody", "bouwdossiers")
    assert wrong.exit_code == 1
    assert "There is no member with the handle nobody." in wrong.output
