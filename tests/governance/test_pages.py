"""Reporting and deciding by forms, and all that nobody else may know."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests import postbox
from tests.governance.story import WHY, decided, reported, second_manager
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.governance import actions, queries
from vaknet.domain.governance.models import Appeal, Decision, Report
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.interfaces.jobs import clock, followups

LATER = 1_800_000_000


def signed_in(person: Actor) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def letters() -> list[tuple[str, str]]:
    """To whom, and what about: of all that happened since the last time."""
    mail.outbox.clear()
    ours = Activity.objects.filter(object_type__app_label="governance").order_by("pk")
    for pk in list(ours.values_list("pk", flat=True)):
        followups.run(pk)
    ours.delete()
    postbox.empty()
    return [(sent.to[0].partition("@")[0], str(sent.subject)) for sent in mail.outbox]


def decision_form(kind: str, after: int = 0) -> dict[str, object]:
    return {"kind": kind, "days": 7, "reason": WHY, "after": after}


def test_from_report_to_appeal(world: World) -> None:
    """Samira reports, Ingrid decides, Marit reads why and appeals, Peter gives in."""
    peter = second_manager(world.peter)
    letters()
    samira, marit = signed_in(world.samira), signed_in(world.marit)
    question = f"/vraag/{world.question.pk}/"
    address = f"/melden/antwoord/{world.answer.pk}/"
    assert address in samira.get(question).text
    assert address not in marit.get(question).text
    assert world.answer.html in samira.get(address).text
    missing = samira.post(address, {"text": "Zo praat je niet"})
    assert missing.status_code == 422
    assert "Zo praat je niet" in missing.text
    sent = samira.post(address, {"reason": "personal", "text": "Zo praat je niet"})
    assert (sent.status_code, sent.url) == (303, f"{question}#answer-{world.answer.pk}")
    case = Report.objects.get().case
    assert letters() == [
        ("peter", "Iemand heeft iets gemeld"),
        ("ingrid", "Iemand heeft iets gemeld"),
    ]
    reported(world.noor, world.answer)
    assert letters() == []
    _is_decided(world, peter, case.pk)
    _appeals(world, peter, Decision.objects.get())
    assert world.answer.html in samira.get(question).text


def _is_decided(world: World, peter: Actor, case: int) -> None:
    ingrid = signed_in(world.moderator)
    queue = ingrid.get("/beheer/meldingen/").text
    for said in ("1 melding wacht", "Zo praat je niet", world.answer.html, "2 keer gemeld"):
        assert said in queue
    for hidden in (world.samira.name, world.noor.name):
        assert hidden not in queue
    here = f"/beheer/meldingen/{case}/"
    empty = ingrid.post(here, {"kind": "hide", "days": 7, "reason": ""})
    assert empty.status_code == 422
    assert "Schrijf waarom. Om wie het gaat, leest het." in empty.text
    done = ingrid.post(here, decision_form("hide"))
    assert (done.status_code, done.url) == (303, "/beheer/meldingen/")
    assert "Er wacht geen melding" in ingrid.get("/beheer/meldingen/").text
    late = signed_in(peter).post(here, decision_form("leave"))
    assert late.status_code == 422
    assert "Iemand anders heeft dit net besloten: Verberg." in late.text
    assert WHY in late.text
    assert letters() == [
        ("marit", "We hebben iets verborgen dat jij schreef"),
        ("samira", "We hebben iets gedaan met je melding"),
        ("noor", "We hebben iets gedaan met je melding"),
    ]


def _appeals(world: World, peter: Actor, made: Decision) -> None:
    samira, ingrid, marit = (signed_in(x) for x in (world.samira, world.moderator, world.marit))
    page = f"/ik/besluiten/{made.pk}/"
    assert page in marit.get("/ik/meldingen/").text
    assert page in samira.get("/ik/meldingen/").text
    told = marit.get(page).text
    for said in (WHY, world.answer.html, "Verborgen"):
        assert said in told
    assert world.samira.name not in told
    assert world.answer.html not in samira.get(page).text
    assert marit.post(page, {"text": ""}).status_code == 422
    assert marit.post(page, {"text": "Het klopt gewoon."}).status_code == 303
    assert letters() == [("peter", "Iemand maakt bezwaar")]
    again = f"/beheer/bezwaren/{Appeal.objects.get().pk}/"
    assert ingrid.get(again).status_code == 404
    assert "Het klopt gewoon." in signed_in(peter).get(again).text
    assert again in signed_in(peter).get("/beheer/meldingen/").text
    assert signed_in(peter).post(again, {"outcome": "undone"}).status_code == 422
    answer = {"outcome": "undone", "reason": "Je hebt gelijk."}
    assert signed_in(peter).post(again, answer).status_code == 303
    assert signed_in(peter).post(again, answer).status_code == 404
    assert letters() == [("marit", "Je had gelijk")]
    assert "Het besluit is teruggedraaid" in marit.get(page).text


def test_a_report_can_be_taken_back_on_its_page(world: World) -> None:
    said = reported(world.samira, world.answer, text="Zo praat je niet")
    samira, here = signed_in(world.samira), f"/ik/meldingen/{said.pk}/terug/"
    assert "Zo praat je niet" in samira.get("/ik/meldingen/").text
    assert signed_in(world.noor).post(here).status_code == 404
    assert samira.post(here).status_code == 303
    assert samira.post(here).status_code == 404
    assert letters() == []
    assert "Zo praat je niet" not in samira.get("/ik/meldingen/").text


def test_a_removal_is_confirmed_by_another_manager(world: World) -> None:
    peter = second_manager(world.peter)
    case = reported(world.samira, world.answer).case
    letters()
    decided(world.moderator, case, "remove")
    assert letters() == [("peter", "Er wacht een verwijdering op jou")]
    here = f"/beheer/meldingen/{case.pk}/"
    assert "Haal weg, ik zie het ook zo" not in signed_in(world.moderator).get(here).text
    assert "Haal weg, ik zie het ook zo" in signed_in(peter).get(here).text
    lone = signed_in(world.moderator).post(f"{here}bevestigen/", follow=True)
    assert "Hier is net iets veranderd." in lone.text
    assert signed_in(peter).post(f"{here}bevestigen/").status_code == 303
    assert [to for to, _subject in letters()] == ["marit", "samira"]
    page = f"/ik/besluiten/{Decision.objects.get().pk}/"
    told = signed_in(world.marit).get(page).text
    assert WHY in told
    assert world.answer.html not in told
    closed = signed_in(peter).get(here).text
    assert "besloot op" in closed


@pytest.mark.parametrize(
    ("kind", "subject", "words"),
    [
        ("change", "Wil je iets aanpassen dat je schreef?", "Pas het aan voor"),
        ("limit", "Je kunt een tijdje niet schrijven", "en weer schrijven na"),
    ],
)
def test_what_the_author_reads(world: World, kind: str, subject: str, words: str) -> None:
    case = reported(world.samira, world.answer).case
    letters()
    made = decided(world.moderator, case, kind)
    assert letters()[0] == ("marit", subject)
    assert words in signed_in(world.marit).get(f"/ik/besluiten/{made.pk}/").text
    if kind == "change":
        page = signed_in(world.marit).get(f"/ik/besluiten/{made.pk}/").text
        assert f"/antwoord/{world.answer.pk}/wijzigen/" in page
        assert (
            "Nog niet aangepast."
            in signed_in(world.moderator).get(f"/beheer/meldingen/{case.pk}/").text
        )
        knowledge.change_answer(world.marit, answer=world.answer, text="Kijk in het plan.")
        queue = signed_in(world.moderator).get("/beheer/meldingen/").text
        assert "Sindsdien aangepast." in queue


def test_what_stays_is_told_to_who_reported_it_only(world: World) -> None:
    case = reported(world.samira, world.answer).case
    letters()
    made = decided(world.moderator, case, "leave")
    assert letters() == [("samira", "Wat je meldde, blijft staan")]
    page = f"/ik/besluiten/{made.pk}/"
    assert signed_in(world.marit).get(page).status_code == 404
    samira = signed_in(world.samira)
    assert "We laten het staan" in samira.get(page).text
    assert samira.post(page, {"text": "Toch wel een aanval."}).status_code == 303
    said = Appeal.objects.get()
    assert letters() == [("ingrid", "Iemand maakt bezwaar")]
    actions.decide_appeal(world.moderator, appeal=said, upheld=True, reason="Het blijft.")
    assert letters() == [("samira", "Je bezwaar: het besluit blijft")]


def test_nobody_is_written_to_who_is_gone(world: World) -> None:
    made = decided(world.moderator, reported(world.samira, world.answer).case, "hide")
    said = actions.appeal(world.marit, decision=made, text="Nee")
    actions.decide_appeal(world.moderator, appeal=said, upheld=True, reason="Het blijft.")
    Appeal.objects.update(by=None)
    Report.objects.update(by=None)
    made.case.author = None
    made.case.save()
    assert letters() == []


def test_a_question_and_a_conversation_have_their_own_buttons(world: World) -> None:
    post = knowledge.start_conversation(world.joost, groups=[world.group], title="Te koop")
    reply = knowledge.reply(world.joost, post=post, text="Nog steeds")
    samira, joost = signed_in(world.samira), signed_in(world.joost)
    for page, button in (
        (f"/vraag/{world.question.pk}/", f"/melden/vraag/{world.question.pk}/"),
        (f"/gesprek/{post.pk}/", f"/melden/bericht/{post.pk}/"),
        (f"/gesprek/{post.pk}/", f"/melden/reactie/{reply.pk}/"),
    ):
        assert button in samira.get(page).text
        assert button not in joost.get(page).text
        assert "Melden" in samira.get(button).text
        assert joost.get(button).status_code == joost.post(button).status_code == 404
        assert samira.post(button, {"reason": "selling"}).status_code == 303
    assert Report.objects.count() == 3
    queue = signed_in(world.moderator).get("/beheer/meldingen/").text
    assert "3 meldingen wachten" in queue


# What nobody else may know


def words_of(client: Client, address: str) -> tuple[int, str]:
    answer = client.get(address)
    return answer.status_code, re.sub(r"[A-Za-z0-9]{64}|/beheer/\S*", "", answer.text)


def test_to_who_does_not_moderate_there_is_no_queue(world: World) -> None:
    """The same words for a case that is there, one that is not, and a page that never was."""
    case = reported(world.samira, world.answer).case
    made = decided(world.moderator, reported(world.noor, world.question).case, "hide")
    said = actions.appeal(world.joost, decision=made, text="Nee")
    for nobody in (world.samira, world.noor, world.bram, world.joost):
        client = signed_in(nobody)
        nothing = words_of(client, "/beheer/zomaar/")
        for page in (
            "meldingen/",
            f"meldingen/{case.pk}/",
            "meldingen/987654321/",
            f"bezwaren/{said.pk}/",
            "bezwaren/987654321/",
            "logboek/",
        ):
            assert words_of(client, f"/beheer/{page}") == nothing, page
        assert "/beheer/" not in client.get("/ik/").text
    assert "/beheer/meldingen/" in signed_in(world.moderator).get("/ik/").text
    assert "/beheer/meldingen/" in signed_in(world.marit).get("/ik/").text


def test_a_steward_meets_what_is_in_her_group(world: World) -> None:
    theirs = groups.start_group(world.noor, name="Roosters", purpose="Samen")
    groups.join_group(world.joost, group=theirs)
    elsewhere = knowledge.ask(world.joost, group=theirs, title="Koop mijn boek")
    away = reported(world.samira, elsewhere).case
    here = reported(world.samira, world.question).case
    marit = signed_in(world.marit)
    queue = marit.get("/beheer/meldingen/").text
    assert world.question.title in queue
    for hidden in ("Koop mijn boek", "/beheer/logboek/", "Beperk account"):
        assert hidden not in queue
    assert marit.get(f"/beheer/meldingen/{away.pk}/").status_code == 404
    assert marit.get("/beheer/logboek/").status_code == 404
    refused = marit.post(f"/beheer/meldingen/{here.pk}/", decision_form("remove"))
    assert refused.status_code == 422
    assert not Decision.objects.exists()
    assert marit.post(f"/beheer/meldingen/{here.pk}/", decision_form("leave")).url


def test_a_manager_reads_what_was_reported_in_a_closed_group_and_nothing_around_it(
    world: World,
) -> None:
    secret = groups.start_group(world.noor, name="Kader", purpose="Intern", readers="group")
    groups.invite(world.noor, group=secret, person=world.samira)
    groups.accept_invitation(world.samira, group=secret)
    question = knowledge.ask(world.noor, group=secret, title="Hoe staken we?")
    answer = knowledge.answer(world.noor, question=question, text="Zonder jullie.")
    case = reported(world.samira, answer).case
    ingrid = signed_in(world.moderator)
    page = ingrid.get(f"/beheer/meldingen/{case.pk}/").text
    assert "Zonder jullie." in page
    assert f"/vraag/{question.pk}/" not in page
    assert ingrid.get(f"/vraag/{question.pk}/").status_code == 404


def test_what_is_gone_meanwhile_can_still_be_looked_at(world: World) -> None:
    case = reported(world.samira, world.answer).case
    made = decided(world.moderator, case, "hide")
    actions.appeal(world.marit, decision=made, text="Nee")
    world.answer.delete()
    ingrid = signed_in(world.moderator)
    assert "Het staat er niet meer." in ingrid.get(f"/beheer/meldingen/{case.pk}/").text
    [said] = queries.appeals_waiting(world.moderator)
    assert "Het staat er niet meer." in ingrid.get(f"/beheer/bezwaren/{said.pk}/").text


def test_who_was_right_to_report_reads_that_it_is_looked_at_again(world: World) -> None:
    made = decided(world.moderator, reported(world.samira, world.answer).case, "leave")
    said = actions.appeal(world.samira, decision=made, text="Het is echt een aanval.")
    path = f"/ik/besluiten/{made.pk}/"
    assert "We laten het staan" in signed_in(world.samira).get(path).text
    actions.decide_appeal(world.moderator, appeal=said, upheld=False, reason="Ik zie het nu.")
    page = signed_in(world.samira).get(path).text
    assert "<h1>Je had gelijk</h1>" in page
    assert "Wat je meldde, wordt opnieuw bekeken." in page


def test_who_has_nothing_to_do_with_reports_reads_so(world: World) -> None:
    page = signed_in(world.bram).get("/ik/meldingen/").text
    assert "Er is niets besloten over wat je schreef." in page
    assert "Je hebt niets gemeld." in page


def test_the_log_and_the_figures(world: World) -> None:
    ingrid = signed_in(world.moderator)
    assert "Er is nog niets besloten." in ingrid.get("/beheer/logboek/").text
    peter = second_manager(world.peter)
    made = decided(world.moderator, reported(world.samira, world.answer).case, "remove")
    actions.confirm_removal(peter, decision=made)
    said = actions.appeal(world.marit, decision=made, text="Nee")
    actions.decide_appeal(world.moderator, appeal=said, upheld=False, reason="Vooruit.")
    log = ingrid.get("/beheer/logboek/").text
    for told in (world.moderator.name, "Verwijdering uitgevoerd", "Bezwaar"):
        assert told in log
    assert world.marit.name not in log
    assert "De eerste cijfers komen" in Client().get("/huisregels/cijfers/").text
    Report.objects.update(first_at="2026-02-03T00:00:00Z")
    figures = Client().get("/huisregels/cijfers/").text
    assert "Kwartaal 1 van 2026" in figures
    assert figures.count("minder dan 5") == 9


def test_the_clock_looks_every_hour(world: World) -> None:
    decided(world.moderator, reported(world.samira, world.answer).case, "remove")
    Decision.objects.update(at="2026-02-03T00:00:00Z")
    clock.tend_cases(LATER)
    assert Decision.objects.get().carried_at is not None
    clock.tend_cases(LATER)


@pytest.mark.parametrize("cases", [1, 3])
def test_a_queue_costs_the_same_for_any_number_of_cases(
    world: World, cases: int, django_assert_num_queries
) -> None:
    for number in range(cases):
        asked = knowledge.ask(world.joost, group=world.group, title=f"Te koop {number}")
        reported(world.samira, asked)
    ingrid = signed_in(world.moderator)
    ingrid.get("/beheer/meldingen/")
    with django_assert_num_queries(20):
        ingrid.get("/beheer/meldingen/")
