"""Asking without one's name: the group reads a pseudonym, and nothing tells whose it is."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import World, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.finding import actions as finding
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions, queries
from vaknet.domain.knowledge.models import Answer, Pseudonym, Question, Thanks
from vaknet.domain.knowledge.pseudonyms import behind, voice
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.domain.searching import actions as searching

TITLE = "Mijn leidinggevende vraagt mij om iets te verzwijgen, wat nu?"


@pytest.fixture
def group(world: World) -> Group:
    """Six are in it: enough not to guess."""
    for one in (world.fatma, world.peter):
        groups.join_group(one, group=world.group)
    return world.group


@pytest.fixture
def asked(world: World, group: Group) -> Question:
    return actions.ask(world.samira, group=group, title=TITLE, body="Kort.", without_name=True)


def signed_in(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(actor.account)
    return client


def test_the_group_reads_a_member_of_this_group(world: World, asked: Question) -> None:
    page = signed_in(world.joost).get(f"/vraag/{asked.pk}/").text
    assert "A member of this group" in page
    assert "Samira" not in page
    assert "Een lid van deze groep" in signed_in(world.joost, "nl").get(f"/vraag/{asked.pk}/").text
    page = signed_in(world.joost).get(f"/g/{asked.group.actor.handle}/").text
    assert "A member of this group" in page.partition(TITLE)[2].partition("</li>")[0]


def test_a_guest_reads_no_more_than_of_any_question(world: World, asked: Question) -> None:
    page = Client().get(f"/vraag/{asked.pk}/").text
    assert "A member of this group" not in page
    assert "Samira" not in page


def test_below_it_she_is_the_same_member_and_only_she_sees_that_it_is_hers(
    world: World, asked: Question
) -> None:
    given = actions.answer(world.joost, question=asked, text="Praat met de vertrouwenspersoon.")
    actions.answer(world.samira, question=asked, text="Die is er niet.")
    actions.thank(world.samira, answer=given)
    actions.choose_best(world.samira, answer=given)
    actions.change_question(world.samira, question=asked, title=f"{TITLE} Nu.")
    page = signed_in(world.marit).get(f"/vraag/{asked.pk}/").text
    assert page.count("A member of this group") == 2
    assert "Samira" not in page
    assert "Only you see that this is yours" not in page
    hers = signed_in(world.samira).get(f"/vraag/{asked.pk}/").text
    assert hers.count("A member of this group") == 2
    assert "Only you see that this is yours" in hers
    assert "Thanked" in hers
    assert "No best answer after all" in hers
    assert not Activity.objects.filter(actor=world.samira, at__gte=asked.asked_at).exists()


def test_what_she_undoes_and_changes_is_hers(world: World, asked: Question) -> None:
    given = actions.answer(world.joost, question=asked, text="Praat met de vertrouwenspersoon.")
    own = actions.answer(world.samira, question=asked, text="Die is er niet.")
    assert actions.answer(world.samira, question=asked, text="Die is er niet.") == own
    actions.change_answer(world.samira, answer=own, text="Die is er nu wel.")
    actions.thank(world.samira, answer=given)
    actions.take_back_thanks(world.samira, answer=given)
    actions.choose_best(world.samira, answer=given)
    actions.take_back_best(world.samira, question=asked)
    actions.say_same(world.samira, question=asked, original=world.question)
    actions.say_different(world.samira, question=asked)
    with pytest.raises(Refused):
        actions.thank(world.samira, answer=own)
    actions.withdraw_answer(world.samira, answer=own)
    actions.withdraw_question(world.samira, question=asked)
    names = {one.actor.name for one in Activity.objects.filter(at__gte=asked.asked_at)}
    assert names == {"Een lid van deze groep", world.joost.name}
    assert not Thanks.objects.filter(answer=given).exists()


def test_to_another_it_is_not_hers(world: World, asked: Question) -> None:
    own = actions.answer(world.samira, question=asked, text="Die is er niet.")
    for refused in (
        lambda: actions.change_question(world.joost, question=asked, title="Anders"),
        lambda: actions.change_answer(world.joost, answer=own, text="Anders"),
        lambda: actions.choose_best(world.joost, answer=own),
        lambda: actions.show_name(world.joost, question=asked),
    ):
        with pytest.raises(Refused):
            refused()
    for page in ("wijzigen", "naam-tonen"):
        assert signed_in(world.joost).get(f"/vraag/{asked.pk}/{page}/").status_code == 404
        assert signed_in(world.samira).get(f"/vraag/{asked.pk}/{page}/").status_code == 200
    assert signed_in(world.samira).get(f"/antwoord/{own.pk}/wijzigen/").status_code == 200


def plain(page: str, question: Question) -> str:
    """Without what differs for each question and each visit."""
    page = page.replace(question.title, "…").replace(f"/vraag/{question.pk}/", "/vraag/0/")
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"', "", page)
    page = re.sub(r'nonce="[^"]+"|%20[^"]*|\?q=[^"]*|answer-[0-9]+|/antwoord/[0-9]+/', "", page)
    return page.replace(f"answer-{question.pk}", "").replace(f"vraag/{question.pk}", "")


def test_of_two_who_ask_the_pages_are_the_same_to_the_letter(world: World, group: Group) -> None:
    """Joost knows Samira and not Noor, whom Fatma is kept apart from: it makes no difference."""
    people.block(world.noor, other=world.fatma)
    pages = []
    for asker in (world.marit, world.samira, world.noor):
        title = f"Vraag nummer {asker.pk}?"
        asked = actions.ask(asker, group=group, title=title, without_name=True)
        given = actions.answer(world.joost, question=asked, text="Ja.")
        actions.answer(asker, question=asked, text="Mooi.")
        actions.thank(asker, answer=given)
        actions.choose_best(asker, answer=given)
        for reader in (world.joost, world.peter, world.fatma, world.moderator):
            with CaptureQueriesContext(
                connection,
            ) as statements:
                page = signed_in(reader).get(f"/vraag/{asked.pk}/").text
            pages.append((reader.pk, len(statements), plain(page, asked)))
    warm = pages[4:]  # what is looked up once in a process is
    assert len(set(warm)) == 4
    assert set(warm[:4]) == set(warm[4:])


def test_no_page_is_about_a_pseudonym(world: World, asked: Question) -> None:
    handle = asked.author.handle
    for page in (f"/@{handle}/", f"/@{handle}/kennismaken/", f"/@{handle}/introductie/"):
        assert signed_in(world.joost).get(page).status_code == 404
    assert handle not in signed_in(world.joost).get(f"/vraag/{asked.pk}/").text
    finding.index_everything()
    searching.index_everything()
    for page in ("/mensen/", "/mensen/?naam=member", "/mensen/?naam=pseudonym"):
        assert handle not in signed_in(world.joost).get(page, follow=True).text
    found = signed_in(world.joost).get("/zoeken/?vraag=verzwijgen").text
    assert f"/vraag/{asked.pk}/" in found
    assert "Samira" not in found


def test_her_own_page_tells_of_her_named_questions_only(world: World, asked: Question) -> None:
    finding.index_everything()
    actions.ask(world.samira, group=asked.group, title="Wie scant?")
    page = signed_in(world.joost).get("/@samira.el.idrissi/").text
    assert TITLE not in page
    helpers = signed_in(world.joost).get("/vraag/?q=leidinggevende+verzwijgen").text
    assert "Samira" not in helpers


def test_a_block_tells_nothing_in_either_direction(world: World, asked: Question) -> None:
    people.block(world.samira, other=world.joost)
    people.block(world.peter, other=world.samira)
    pages = {
        plain(signed_in(one).get(f"/vraag/{asked.pk}/").text, asked).count("A member of this group")
        for one in (world.joost, world.peter, world.marit)
    }
    assert pages == {1}
    actions.change_question(
        world.samira, question=asked, title=TITLE, body="Wat doe jij, @peter.de.wit?"
    )
    told = world.peter.mentions.get()
    assert told.told_at is not None


def test_she_names_herself_like_anybody(world: World, group: Group) -> None:
    asked = actions.ask(
        world.samira,
        group=group,
        title="Wie weet dit?",
        body="Misschien @samira.el.idrissi of @joost.van.der.meer?",
        without_name=True,
    )
    told = asked.mentions.exclude(told_at=None)
    assert {one.person for one in told} == {world.samira, world.joost}


def test_asking_by_name_counts_with_her_others(world: World, group: Group) -> None:
    for number in range(10):
        title = f"Vraag {number}"
        actions.ask(
            world.samira, group=group, title=title, person=world.joost, without_name=number > 4
        )
    with pytest.raises(Refused, match="10 mensen"):
        actions.ask(world.samira, group=group, title="Nog een", person=world.joost)
    assert (
        "A member of this group asks you"
        in signed_in(world.joost).get(f"/vraag/{Question.objects.get(title='Vraag 9').pk}/").text
    )


def test_a_newcomer_writes_no_more_without_her_name(world: World, group: Group) -> None:
    new = member("Ilse de Wit", "ilse@oosterhage.example")
    groups.join_group(new, group=group)
    for number in range(10):
        actions.ask(new, group=group, title=f"Vraag {number}", without_name=number % 2 == 0)
    for without_name in (True, False):
        with pytest.raises(Refused, match="nieuw"):
            actions.ask(new, group=group, title="Nog een", without_name=without_name)


def test_twice_is_once_and_never_the_one_with_her_name(world: World, group: Group) -> None:
    named = actions.ask(world.samira, group=group, title=TITLE)
    unnamed = actions.ask(world.samira, group=group, title=TITLE, without_name=True)
    assert unnamed != named
    assert actions.ask(world.samira, group=group, title=TITLE, without_name=True) == unnamed
    assert actions.ask(world.samira, group=group, title=TITLE) == named
    other = actions.ask(world.joost, group=group, title=TITLE, without_name=True)
    assert other.author != unnamed.author


def test_in_a_group_of_four_one_would_guess(world: World) -> None:
    with pytest.raises(Refused, match="te klein"):
        actions.ask(world.samira, group=world.group, title=TITLE, without_name=True)
    form = {"title": TITLE, "group": world.group.actor.handle, "without_name": "on"}
    answer = signed_in(world.samira).post("/vraag/nieuw/", form)
    assert answer.status_code == 422
    assert "too small" in answer.text
    assert not Pseudonym.objects.exists()


def test_whom_she_does_not_see_is_not_counted(world: World, group: Group) -> None:
    """Six are in it. Two who blocked her would else be found out by asking."""
    people.block(world.fatma, other=world.samira)
    people.block(world.peter, other=world.samira)
    with pytest.raises(Refused, match="te klein"):
        actions.ask(world.samira, group=group, title=TITLE, without_name=True)


def test_by_the_page(world: World, group: Group) -> None:
    form = {"title": TITLE, "group": group.actor.handle, "without_name": "on"}
    signed_in(world.samira).post("/vraag/nieuw/", form)
    asked = Question.objects.get(title=TITLE)
    assert asked.author.is_pseudonym
    assert behind(asked.author) == world.samira
    assert behind(world.joost) == world.joost
    assert voice(world.joost, asked.author_id) == world.joost


def test_she_shows_her_name_after_all(world: World, asked: Question) -> None:
    given = actions.answer(world.joost, question=asked, text="Praat met de vertrouwenspersoon.")
    actions.answer(world.samira, question=asked, text="Die is er niet.")
    actions.thank(world.samira, answer=given)
    actions.choose_best(world.samira, answer=given)
    answer = signed_in(world.samira).post(f"/vraag/{asked.pk}/naam-tonen/")
    assert answer.status_code == 303
    page = signed_in(world.joost).get(f"/vraag/{asked.pk}/").text
    assert page.count("Samira El Idrissi") == 2
    assert "A member of this group" not in page
    view = queries.question(world.samira, asked.pk)
    assert (view.is_mine, view.is_unnamed) == (True, False)
    assert view.answers[0].is_thanked
    assert signed_in(world.samira).get(f"/vraag/{asked.pk}/naam-tonen/").status_code == 404
    assert Answer.objects.filter(author=world.samira).count() == 1


def test_what_goes_by_a_name_is_left_to_others(world: World, asked: Question) -> None:
    """Looking after an answer says who does: she is told so, and sees no button."""
    given = actions.answer(world.joost, question=asked, text="Praat met de vertrouwenspersoon.")
    actions.choose_best(world.samira, answer=given)
    with pytest.raises(Refused, match="zonder je naam"):
        actions.look_after(world.samira, question=asked)
    assert "I keep it up to date" not in signed_in(world.samira).get(f"/vraag/{asked.pk}/").text
    assert "I keep it up to date" in signed_in(world.marit).get(f"/vraag/{asked.pk}/").text
    assert f"question/{asked.pk}" not in signed_in(world.samira).get(f"/vraag/{asked.pk}/").text


def test_today_brings_her_the_answers_and_not_her_own_question(
    world: World, asked: Question
) -> None:
    given = actions.answer(world.joost, question=asked, text="Praat met de vertrouwenspersoon.")
    assert f"/vraag/{asked.pk}/" in signed_in(world.samira).get("/").text
    own = actions.answer(world.samira, question=asked, text="Die is er niet.")
    actions.thank(world.joost, answer=own)
    page = signed_in(world.samira).get("/").text
    assert "Joost van der Meer" in page
    assert given.text not in signed_in(world.marit).get("/").text
