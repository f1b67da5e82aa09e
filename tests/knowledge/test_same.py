"""Questions that were asked before lead to where they are answered."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from tests import postbox
from tests.world import World, build, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding import queries as found
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions, queries, same
from vaknet.domain.knowledge.models import Question, SameQuestion
from vaknet.domain.notices.queries import today
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups

AGAIN = "Mag een dakkapel aan de voorkant zonder vergunning?"


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(actor.account)
    return client


@pytest.fixture
def again(world: World) -> Question:
    return actions.ask(world.samira, group=world.group, title=AGAIN)


def led_to(viewer: Actor | None, question: Question) -> Question | None:
    original = same.original(viewer, question)
    return original.question if original else None


def test_the_asker_or_a_steward_says_so(world: World, again: Question) -> None:
    for other in (world.noor, world.bram):
        with pytest.raises(Refused):
            actions.say_same(other, question=again, original=world.question)
    for _twice in range(2):
        actions.say_same(world.samira, question=again, original=world.question)
    assert led_to(world.noor, again) == world.question
    assert Activity.objects.filter(verb="said_same").count() == 1
    actions.say_different(world.marit, question=again)  # she is the steward
    assert led_to(world.noor, again) is None
    actions.say_different(world.marit, question=again)
    assert Activity.objects.filter(verb="said_different").count() == 1


def test_its_page_shows_the_best_answer_there_and_no_form(world: World, again: Question) -> None:
    actions.say_same(world.samira, question=again, original=world.question)
    page = signed_in(world.noor).get(f"/vraag/{again.pk}/").text
    assert world.question.title in page
    assert "Bijna nooit." in page
    assert "Plaats antwoord" not in page
    there = signed_in(world.noor).get(f"/vraag/{world.question.pk}/").text
    assert "Ook gevraagd als" in there
    assert AGAIN in there
    assert "Plaats antwoord" in there


def test_it_waits_for_nobody_any_more(world: World, again: Question) -> None:
    def waiting() -> list[Question]:
        return list(queries.questions(world.noor, group=world.group, unanswered=True))

    assert waiting() == [again]
    actions.say_same(world.samira, question=again, original=world.question)
    assert waiting() == []
    assert again in queries.questions(world.noor, group=world.group)


def test_today_does_not_ask_for_an_answer_to_it(world: World) -> None:
    asked = actions.ask(
        world.joost, group=world.group, title="Digitaal bouwdossier inrichten, hoe?"
    )
    about = [stop.about for stop in today(world.samira).stops if stop.kind == "answer"]
    assert about == [asked]
    actions.say_same(world.joost, question=asked, original=world.question)
    assert [stop for stop in today(world.samira).stops if stop.kind == "answer"] == []


def test_one_step_leads_to_the_first(world: World, again: Question) -> None:
    third = actions.ask(world.noor, group=world.group, title="Dakkapel: vergunning nodig of niet?")
    actions.say_same(world.noor, question=third, original=again)
    actions.say_same(world.samira, question=again, original=world.question)
    assert led_to(world.bram, third) == world.question
    fourth = actions.ask(world.noor, group=world.group, title="En een dakkapel opzij?")
    actions.say_same(world.noor, question=fourth, original=again)
    assert led_to(world.bram, fourth) == world.question
    with pytest.raises(Refused):
        actions.say_same(world.joost, question=world.question, original=fourth)  # itself
    with pytest.raises(Refused):
        actions.say_same(world.samira, question=again, original=again)


@pytest.mark.parametrize(
    ("here", "there", "leads"),
    [
        ("members", "members", True),
        ("members", "public", True),
        ("public", "members", False),
        ("group", "members", True),
        ("members", "group", False),
        ("group", "group", False),
    ],
)
def test_it_leads_only_where_all_its_readers_may_go(
    world: World, here: str, there: str, leads: bool
) -> None:
    def question_in(readers: str, name: str) -> Question:
        group = groups.start_group(world.noor, name=name, purpose="Doel", readers=readers)
        return actions.ask(world.noor, group=group, title=f"Wat geldt er in {name}?")

    question, original = question_in(here, "Hier"), question_in(there, "Daar")
    if leads:
        actions.say_same(world.noor, question=question, original=original)
    else:
        with pytest.raises(Refused):
            actions.say_same(world.noor, question=question, original=original)
    assert (led_to(world.noor, question) == original) is leads


def test_an_original_that_one_may_not_read_is_not_there(world: World, again: Question) -> None:
    closed = groups.start_group(world.noor, name="Dicht", purpose="Intern", readers="group")
    secret = actions.ask(world.noor, group=closed, title="Wanneer staken we?")
    client = signed_in(world.samira)
    here = f"/vraag/{again.pk}/dezelfde/"
    answers = [
        client.post(here, {"original": "elsewhere", "address": f"/vraag/{pk}/"})
        for pk in (secret.pk, 987_654_321)
    ]
    assert {answer.status_code for answer in answers} == {422}
    texts = [answer.text for answer in answers]
    assert all("Daar kennen we geen vraag." in text for text in texts)
    assert not any("staken" in text for text in texts)
    assert not SameQuestion.objects.exists()


def test_when_its_group_closes_it_stands_by_itself_again(world: World, again: Question) -> None:
    elsewhere = groups.start_group(world.noor, name="Elders", purpose="Open", readers="members")
    first = actions.ask(world.noor, group=elsewhere, title="Dakkapel zonder vergunning?")
    actions.say_same(world.samira, question=again, original=first)
    Group.objects.filter(pk=elsewhere.pk).update(readers="group", admission="request")
    assert led_to(world.samira, again) is None
    assert led_to(world.noor, again) == first
    page = signed_in(world.samira).get(f"/vraag/{again.pk}/").text
    assert first.title not in page
    assert "Plaats antwoord" in page
    actions.withdraw_question(world.noor, question=first)
    assert led_to(world.noor, again) is None


def test_it_is_chosen_from_what_looks_like_it(world: World, again: Question) -> None:
    finding.index_everything()
    client, here = signed_in(world.samira), f"/vraag/{again.pk}/dezelfde/"
    page = client.get(here).text
    assert world.question.title in page
    assert f'value="{again.pk}"' not in page
    missing = client.post(here, {})
    assert missing.status_code == 422
    assert "Kies de vraag die dezelfde is." in missing.text
    done = client.post(here, {"original": world.question.pk}, follow=True).text
    assert "Gelukt." in done
    assert led_to(world.noor, again) == world.question
    apart = client.post(f"/vraag/{again.pk}/toch-anders/", follow=True).text
    assert "De vraag staat weer op zichzelf." in apart


@pytest.mark.parametrize(
    "address", ["{pk}", "/vraag/{pk}/", "https://vaknet.example/vraag/{pk}/#answer-3", " {pk} "]
)
def test_an_address_is_understood_in_many_shapes(
    world: World, again: Question, address: str
) -> None:
    typed = {"original": "elsewhere", "address": address.format(pk=world.question.pk)}
    assert signed_in(world.samira).post(f"/vraag/{again.pk}/dezelfde/", typed).status_code == 303
    assert led_to(world.noor, again) == world.question


@pytest.mark.parametrize(
    "address", ["", "dakkapel", "/vraag/", "0", "9" * 30, f"/vraag/{'1' * 19}/"]
)
def test_an_address_without_a_number_is_asked_for_again(
    world: World, again: Question, address: str
) -> None:
    typed = {"original": "elsewhere", "address": address}
    page = signed_in(world.samira).post(f"/vraag/{again.pk}/dezelfde/", typed)
    assert page.status_code == 422
    assert "Er staat een nummer in." in page.text


def test_itself_is_refused_in_words(world: World, again: Question) -> None:
    typed = {"original": "elsewhere", "address": f"{again.pk}"}
    page = signed_in(world.samira).post(f"/vraag/{again.pk}/dezelfde/", typed)
    assert page.status_code == 422
    assert "Kies een andere vraag dan deze." in page.text


def test_others_do_not_find_the_page(world: World, again: Question) -> None:
    here = f"/vraag/{again.pk}/dezelfde/"
    assert signed_in(world.noor).get(here).status_code == 404
    assert signed_in(world.noor).post(here, {"original": world.question.pk}).status_code == 404
    page = signed_in(world.noor).post(f"/vraag/{again.pk}/toch-anders/", follow=True).text
    assert "Alleen wie vroeg of een beheerder" in page


def test_the_finder_leads_to_the_first(world: World, again: Question) -> None:
    actions.say_same(world.samira, question=again, original=world.question)
    finding.index_everything()
    like_it = found.similar_questions(world.noor, AGAIN)
    assert like_it == [world.question]


def letters() -> list[mail.EmailMessage]:
    for activity in Activity.objects.filter(verb="said_same"):
        followups.run(activity.pk)
    postbox.empty()
    return list(mail.outbox)


def test_the_asker_hears_where_it_is_answered(world: World, again: Question) -> None:
    actions.say_same(world.marit, question=again, original=world.question)
    [letter] = letters()
    assert letter.to == [world.samira.account.email]
    assert "Bijna nooit." in letter.body
    assert f"/vraag/{world.question.pk}/" in letter.body


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda world, again: actions.say_different(world.marit, question=again),
        lambda world, _again: actions.withdraw_question(world.joost, question=world.question),
        lambda world, again: actions.withdraw_question(world.samira, question=again),
    ],
    ids=["another after all", "the first withdrawn", "withdrawn"],
)
def test_what_is_no_longer_so_is_not_written(
    world: World, again: Question, meanwhile: Callable[[World, Question], object]
) -> None:
    actions.say_same(world.marit, question=again, original=world.question)
    meanwhile(world, again)
    assert letters() == []


def test_who_said_so_herself_gets_no_letter(world: World, again: Question) -> None:
    actions.say_same(world.samira, question=again, original=world.question)
    assert letters() == []


def test_an_unanswered_first_is_mailed_by_its_words(world: World, again: Question) -> None:
    actions.withdraw_answer(world.marit, answer=world.answer)
    actions.say_same(world.marit, question=again, original=world.question)
    [letter] = letters()
    assert world.question.title in letter.body


def test_while_she_writes_what_was_asked_before_stands_beside(world: World) -> None:
    finding.index_everything()
    client = signed_in(world.noor)
    part = client.get("/vraag/lijkt-op/", {"title": "dakkapel vergunning voorkant"})
    assert world.question.title in part.text
    assert "<html" not in part.text
    assert client.get("/vraag/lijkt-op/").text.strip() == ""
    assert Client().get("/vraag/lijkt-op/", {"title": "dakkapel"}).status_code == 302


def test_what_stands_beside_is_only_what_she_may_read(world: World) -> None:
    closed = groups.start_group(world.noor, name="Dicht", purpose="Intern", readers="group")
    actions.ask(world.noor, group=closed, title="Dakkapel van het kantoor: wie betaalt?")
    finding.index_everything()
    typed = {"title": "Dakkapel van het kantoor betaalt"}
    assert "wie betaalt" in signed_in(world.noor).get("/vraag/lijkt-op/", typed).text
    assert "wie betaalt" not in signed_in(world.bram).get("/vraag/lijkt-op/", typed).text


@pytest.mark.django_db(transaction=True)
def test_two_who_say_it_of_each_other_at_once_make_no_circle() -> None:
    world = build()
    again = actions.ask(world.samira, group=world.group, title=AGAIN)
    pair = [(again.pk, world.question.pk), (world.question.pk, again.pk)]

    def say(which: tuple[int, int]) -> bool:
        try:
            actions.say_same(
                world.marit, question=Question(pk=which[0]), original=Question(pk=which[1])
            )
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as both:
        said = list(both.map(say, pair))
    assert sorted(said) == [False, True]
    assert SameQuestion.objects.count() == 1


def test_a_member_who_has_nothing_to_do_with_it_sees_no_button(world: World) -> None:
    page = signed_in(member("Kees Vonk", "kees@lindewoude.example")).get(
        f"/vraag/{world.question.pk}/"
    )
    assert "Dit is eerder gevraagd" not in page.text


def test_the_answer_there_is_quoted_as_it_was_written(world: World, again: Question) -> None:
    """Signs that HTML writes in another way are read as themselves, and stay harmless."""
    actions.change_answer(
        world.marit, answer=world.answer, text="*Bouw & Wonen*, de <b>afdeling</b>."
    )
    actions.say_same(world.samira, question=again, original=world.question)
    page = signed_in(world.bram).get(f"/vraag/{again.pk}/").text
    assert "Bouw &amp; Wonen, de &lt;b&gt;afdeling" in page
