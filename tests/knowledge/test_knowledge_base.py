"""What a group knows: found by the next colleague, looked over, and looked after."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests import postbox
from tests.world import World, bring_in, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions, queries
from vaknet.domain.knowledge import knowledge_base as base
from vaknet.domain.knowledge.models import AnswerCheck, Question, Upkeep
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups

LAW = "De wet veranderde op 1 juli."


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(actor.account)
    return client


@pytest.fixture
def kees(db: None) -> Actor:
    return member("Kees Vonk", "kees@lindewoude.example")


def entry_for(viewer: Actor | None, question: Question) -> base.Entry:
    entry = base.entry(viewer, queries.plain_question(viewer, question.pk))
    assert entry is not None
    return entry


def known(viewer: Actor | None, group: Group, **narrowed: object) -> list[str]:
    return [row.title for row in base.entries(viewer, group, **narrowed)]


def test_what_helped_is_in_the_knowledge_base_until_it_does_not(world: World) -> None:
    asked = actions.ask(world.samira, group=world.group, title="Mag een schutting van 2 meter?")
    given = actions.answer(world.joost, question=asked, text="Achter de rooilijn wel.")
    assert known(world.noor, world.group) == [world.question.title]
    actions.choose_best(world.samira, answer=given)
    assert known(world.noor, world.group) == [asked.title, world.question.title]
    actions.take_back_best(world.samira, question=asked)
    assert known(world.noor, world.group) == [world.question.title]
    actions.withdraw_answer(world.marit, answer=world.answer)
    assert known(world.noor, world.group) == []


def test_it_is_found_by_words_of_question_and_answer_and_by_topic(world: World) -> None:
    asked = actions.ask(
        world.samira, group=world.group, title="Mag een schutting?", topics=["Erfgrens"]
    )
    actions.choose_best(
        world.samira, answer=actions.answer(world.joost, question=asked, text="Achter de rooilijn.")
    )
    assert known(world.noor, world.group, text="SCHUTTING") == [asked.title]
    assert known(world.noor, world.group, text="rooilijn") == [asked.title]
    assert known(world.noor, world.group, topic="erfgrens") == [asked.title]
    assert known(world.noor, world.group, text="iets heel anders") == []
    assert base.topics_of(world.noor, world.group) == ["Erfgrens"]
    assert base.topics_of(world.noor, Group(pk=world.noor.pk)) == []


def test_somebody_looks_whether_it_holds(world: World) -> None:
    chosen = entry_for(world.noor, world.question)
    assert (chosen.checker, chosen.doubt, chosen.is_old) == (None, "", False)
    later = timezone.now() + timedelta(days=400)
    with time_machine.travel(later, tick=False):
        assert entry_for(world.noor, world.question).is_old
        assert known(world.noor, world.group, old=True) == [world.question.title]
        AnswerCheck.objects.create(answer=world.answer, actor=world.joost, at=later)
        held = entry_for(world.noor, world.question)
        assert (held.checker, held.checked_on, held.is_old) == (world.joost, later, False)
        assert known(world.noor, world.group, old=True) == []


def test_a_doubt_stands_until_somebody_says_that_it_holds(world: World) -> None:
    actions.doubt_answer(world.joost, question=world.question, doubt=f" {LAW} ")
    doubted = entry_for(world.noor, world.question)
    assert (doubted.doubt, doubted.doubter) == (LAW, world.joost)
    assert known(world.noor, world.group, old=True) == [world.question.title]
    actions.confirm_answer(world.marit, question=world.question)
    held = entry_for(world.noor, world.question)
    assert (held.doubt, held.doubter, held.checker) == ("", None, world.marit)
    assert known(world.noor, world.group, old=True) == []
    verbs = Activity.objects.filter(verb__in=["doubted_answer", "confirmed_answer"])
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
        "doubted_answer",
        "confirmed_answer",
    ]


def test_pressing_twice_is_pressing_once(world: World) -> None:
    for _twice in range(2):
        actions.confirm_answer(world.joost, question=world.question)
        actions.look_after(world.joost, question=world.question)
    assert AnswerCheck.objects.count() == 1
    assert Upkeep.objects.count() == 1
    for _twice in range(2):
        actions.stop_looking_after(world.joost, question=world.question)
    assert Activity.objects.filter(verb="looks_after_no_more").count() == 1


def test_a_doubt_says_why(world: World) -> None:
    with pytest.raises(Refused):
        actions.doubt_answer(world.joost, question=world.question, doubt="  ")
    assert not AnswerCheck.objects.exists()


def test_without_a_best_answer_there_is_nothing_to_check(world: World) -> None:
    actions.take_back_best(world.joost, question=world.question)
    with pytest.raises(Refused):
        actions.confirm_answer(world.joost, question=world.question)
    assert signed_in(world.noor).get(f"/vraag/{world.question.pk}/klopt-niet/").status_code == 404


def test_one_person_keeps_it_up_to_date(world: World) -> None:
    actions.look_after(world.joost, question=world.question)
    assert entry_for(world.noor, world.question).keeper == world.joost
    with pytest.raises(Refused):
        actions.look_after(world.noor, question=world.question)
    with pytest.raises(Refused):
        actions.stop_looking_after(world.noor, question=world.question)
    actions.stop_looking_after(world.marit, question=world.question)  # she is the steward
    assert entry_for(world.noor, world.question).keeper is None


def test_who_left_the_group_keeps_nothing_up_to_date(world: World) -> None:
    actions.look_after(world.joost, question=world.question)
    groups.leave_group(world.joost, group=world.group)
    assert not entry_for(world.noor, world.question).is_kept
    actions.look_after(world.noor, question=world.question)
    groups.join_group(world.joost, group=world.group)
    assert entry_for(world.samira, world.question).keeper == world.noor


@pytest.mark.parametrize("act", ["klopt", "bijhouden", "niet-bijhouden"])
def test_only_members_of_the_group_say_so(world: World, act: str) -> None:
    page = signed_in(world.bram).post(f"/vraag/{world.question.pk}/kennisbank/{act}/", follow=True)
    assert "Alleen leden van de groep" in page.text
    assert not AnswerCheck.objects.exists()
    assert not Upkeep.objects.exists()
    assert signed_in(world.bram).get(f"/vraag/{world.question.pk}/klopt-niet/").status_code == 404


def test_an_act_that_is_not_there_is_not_found(world: World) -> None:
    here = f"/vraag/{world.question.pk}/kennisbank/verzonnen/"
    assert signed_in(world.joost).post(here).status_code == 404


def test_buttons_on_the_page_of_the_question(world: World) -> None:
    client, here = signed_in(world.joost), f"/vraag/{world.question.pk}/"
    assert "Nog niemand houdt dit antwoord bij." in client.get(here).text
    assert (
        "Jij houdt dit antwoord bij."
        in client.post(f"{here}kennisbank/bijhouden/", follow=True).text
    )
    assert "Het klopt nog" in client.post(f"{here}kennisbank/klopt/", follow=True).text
    assert AnswerCheck.objects.get().actor == world.joost
    missing = client.post(f"{here}klopt-niet/", {"doubt": ""})
    assert missing.status_code == 422
    assert "Zeg in één zin wat er veranderde." in missing.text
    assert LAW in client.post(f"{here}klopt-niet/", {"doubt": LAW}, follow=True).text
    assert (
        "Niet meer bijhouden"
        not in client.post(f"{here}kennisbank/niet-bijhouden/", follow=True).text
    )


def letters(verb: str) -> list[mail.EmailMessage]:
    for activity in Activity.objects.filter(verb=verb):
        followups.run(activity.pk)
    postbox.empty()
    return list(mail.outbox)


@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "kept by nobody"])
def test_a_doubt_is_written_to_who_keeps_it_up_to_date(world: World, is_kept: bool) -> None:
    if is_kept:
        actions.look_after(world.samira, question=world.question)
    actions.doubt_answer(world.joost, question=world.question, doubt=LAW)
    [letter] = letters("doubted_answer")
    assert letter.to == [(world.samira if is_kept else world.marit).account.email]
    assert LAW in letter.body
    assert f"/vraag/{world.question.pk}/" in letter.body


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda world: actions.confirm_answer(world.noor, question=world.question),
        lambda world: actions.withdraw_answer(world.marit, answer=world.answer),
        lambda world: actions.withdraw_question(world.joost, question=world.question),
        lambda world: people.mute(world.marit, other=world.samira),
        lambda world: people.block(world.marit, other=world.samira),
    ],
    ids=["holds after all", "answer gone", "question gone", "muted", "blocked"],
)
def test_a_doubt_that_is_over_is_not_written(
    world: World, meanwhile: Callable[[World], object]
) -> None:
    actions.doubt_answer(world.samira, question=world.question, doubt=LAW)
    meanwhile(world)
    assert letters("doubted_answer") == []


def test_who_doubts_her_own_answer_gets_no_letter(world: World) -> None:
    actions.doubt_answer(world.marit, question=world.question, doubt=LAW)
    assert letters("doubted_answer") == []


def test_names_are_kept_from_guests_and_from_who_is_kept_apart(world: World, kees: Actor) -> None:
    group = groups.start_group(kees, name="Openbaar", purpose="Open", readers="public")
    groups.join_group(world.joost, group=group)
    asked = actions.ask(kees, group=group, title="Wie weet dit?")
    given = actions.answer(world.joost, question=asked, text="Zo doe je dat.")
    actions.choose_best(kees, answer=given)
    actions.look_after(world.joost, question=asked)
    actions.confirm_answer(world.joost, question=asked)
    actions.doubt_answer(world.joost, question=asked, doubt=LAW)
    people.block(world.joost, other=world.bram)
    for client in (Client(), signed_in(world.bram)):
        for page in (f"/vraag/{asked.pk}/", f"/g/{group.actor.handle}/kennisbank/"):
            text = client.get(page).text
            assert "Joost" not in text
        assert LAW in client.get(f"/vraag/{asked.pk}/").text
    hidden = entry_for(world.bram, asked)
    assert (hidden.keeper, hidden.checker, hidden.doubter) == (None, None, None)
    assert hidden.is_kept
    assert "Joost van der Meer twijfelt" in signed_in(world.noor).get(f"/vraag/{asked.pk}/").text


@pytest.mark.parametrize("readers", ["group", "members"])
def test_a_knowledge_base_is_read_by_who_reads_the_group(world: World, readers: str) -> None:
    group = groups.start_group(world.noor, name="Kaderleden", purpose="Intern", readers=readers)
    asked = actions.ask(world.noor, group=group, title="Hoe staken we samen?", topics=["Staking"])
    actions.choose_best(
        world.noor, answer=actions.answer(world.noor, question=asked, text="Met zijn allen.")
    )
    here = f"/g/{group.actor.handle}/kennisbank/"
    guest = Client().get(here)
    assert guest.status_code == 302
    stranger = signed_in(world.bram).get(here)
    if readers == "group":
        assert stranger.status_code == 404
        assert known(world.bram, group) == []
        assert base.topics_of(world.bram, group) == []
    else:
        assert asked.title in stranger.text
    if readers == "group":
        bring_in(world.noor, group, world.bram)
        assert asked.title in signed_in(world.bram).get(here).text


def test_pages_keep_what_was_chosen(world: World) -> None:
    for number in range(21):
        asked = actions.ask(
            world.joost, group=world.group, title=f"Vraag {number} over dak & goot?"
        )
        actions.choose_best(
            world.joost, answer=actions.answer(world.marit, question=asked, text="Ja.")
        )
    here = f"/g/{world.group.actor.handle}/kennisbank/"
    page = signed_in(world.noor).get(here, {"q": "dak & goot"}).text
    assert "q=dak%20%26%20goot&amp;page=2" in page
    assert (
        "Bladzijde 2 van 2" in signed_in(world.noor).get(here, {"q": "dak & goot", "page": 2}).text
    )


def test_empty_shelves_say_what_to_do(world: World, kees: Actor) -> None:
    group = groups.start_group(kees, name="Nieuw", purpose="Vers")
    here, client = f"/g/{group.actor.handle}/kennisbank/", signed_in(kees)
    assert "Hier staat nog niets" in client.get(here).text
    assert "Niets gevonden" in client.get(here, {"q": "dak"}).text
    assert "Alles is nagekeken" in client.get(here, {"nakijken": "1"}).text


def test_the_number_of_queries_does_not_depend_on_what_is_known(
    world: World, django_assert_max_num_queries
) -> None:
    def count() -> int:
        with django_assert_max_num_queries(30) as counted:
            client.get(f"/g/{world.group.actor.handle}/kennisbank/")
        return len(counted)

    client = signed_in(world.noor)
    client.get(f"/g/{world.group.actor.handle}/kennisbank/")
    one = count()
    for number in range(3):
        asked = actions.ask(
            world.joost, group=world.group, title=f"Vraag {number}?", topics=["Dak"]
        )
        actions.choose_best(
            world.joost, answer=actions.answer(world.marit, question=asked, text="Ja.")
        )
        actions.doubt_answer(world.noor, question=asked, doubt=LAW)
    assert count() == one


def test_an_answer_begins_as_it_was_written(world: World) -> None:
    """Signs that HTML writes in another way are read as themselves, and stay harmless."""
    actions.change_answer(
        world.marit, answer=world.answer, text="*Bouw & Wonen*, de <b>afdeling</b>."
    )
    page = signed_in(world.bram).get(f"/g/{world.group.actor.handle}/kennisbank/").text
    assert "Bouw &amp; Wonen, de &lt;b&gt;afdeling" in page
