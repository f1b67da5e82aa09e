"""A moderator asks a colleague, and nobody learns by it who reported or who asked nameless."""

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from tests.governance.story import decided, reported, second_manager
from tests.governance.test_pages import letters
from tests.leaving.story import signed_in, take
from tests.leaving.test_closing import after_two_weeks, close
from tests.leaving.two_accounts import merge
from tests.world import World, member, settled
from vaknet.domain.activity.models import Actor
from vaknet.domain.governance import actions, openly
from vaknet.domain.governance.advice import advice
from vaknet.domain.governance.models import Advice, Case
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.refusal import Refused

ASKED, ANSWERED = "Is dit nog scherp of al gemeen?", "Ik vind het al gemeen."


@pytest.fixture
def peter(world: World) -> Actor:
    return second_manager(world.peter)


@pytest.fixture
def case(world: World, peter: Actor) -> Case:
    """Of Joost's question, reported by Samira: Ingrid and Peter manage, Marit is a steward."""
    return reported(world.samira, world.question).case


def page(person: Actor, case: Case) -> str:
    return signed_in(person).get(f"/beheer/meldingen/{case.pk}/").text


def test_a_colleague_is_asked_and_answers(world: World, peter: Actor, case: Case) -> None:
    ingrid, here = signed_in(world.moderator), f"/beheer/meldingen/{case.pk}/"
    letters()
    empty = ingrid.post(f"{here}collega/", {"ask-text": " "})
    assert (empty.status_code, "Write what you want to know." in empty.text) == (422, True)
    assert ingrid.post(f"{here}collega/", {"ask-text": ASKED}).status_code == 303
    assert sorted(letters()) == [
        ("marit", "Een collega vraagt wat jij vindt"),
        ("peter", "Een collega vraagt wat jij vindt"),
    ]
    assert [one for one in mail.outbox if ASKED in one.body] == []
    for person, waits in ((peter, True), (world.marit, True), (world.moderator, False)):
        shown = page(person, case)
        assert (ASKED in shown, "Answer your colleague" in shown) == (True, waits)
        assert "Send question" not in shown
    asked = Advice.objects.get()
    answer = {"answer-text": "", "answer-asked": asked.pk}
    assert signed_in(peter).post(f"{here}collega/antwoord/", answer).status_code == 422
    answer["answer-text"] = ANSWERED
    assert signed_in(peter).post(f"{here}collega/antwoord/", answer).status_code == 303
    assert letters() == [("ingrid", "Een collega gaf je antwoord")]
    for person in (peter, world.marit, world.moderator):
        shown = page(person, case)
        assert (ANSWERED in shown, "Answer your colleague" in shown) == (True, False)
        assert "Send question" in shown
    late = signed_in(world.marit).post(f"{here}collega/antwoord/", answer)
    assert (late.status_code, "Something just happened here." in late.text) == (422, True)
    assert ANSWERED in late.text


def test_it_stands_in_the_log_without_words(world: World, peter: Actor, case: Case) -> None:
    asked = actions.ask_advice(world.moderator, case=case, text=ASKED)
    actions.give_advice(peter, case=case, asked=asked.pk, text=ANSWERED)
    log = signed_in(peter).get("/beheer/logboek/").text
    assert "Asked colleagues" in log
    assert "Answered a colleague" in log
    assert ASKED not in log
    assert [one.actor for one in openly.log(peter)] == [peter, world.moderator]
    assert signed_in(world.marit).get("/beheer/logboek/").status_code == 404


def test_who_reported_is_not_asked_and_nothing_tells(world: World, peter: Actor) -> None:
    """What Ingrid sees is the same, whether her only colleague reported it or not."""
    by_peter = reported(peter, world.answer).case
    letters()
    before = page(world.moderator, by_peter)
    assert "Send question" in before
    assert "Peter" not in before
    at = timezone.now()
    with time_machine.travel(at, tick=False):
        actions.ask_advice(world.moderator, case=by_peter, text=ASKED)
    assert letters() == []
    assert "No answer yet" in page(world.moderator, by_peter)
    here = f"/beheer/meldingen/{by_peter.pk}/"
    assert signed_in(peter).get(here).status_code == 404
    answer = {"answer-text": ANSWERED, "answer-asked": Advice.objects.get().pk}
    for address in ("collega/", "collega/antwoord/"):
        assert signed_in(peter).post(f"{here}{address}", answer).status_code == 404
    with pytest.raises(Case.DoesNotExist):
        actions.give_advice(peter, case=by_peter, asked=answer["answer-asked"], text=ANSWERED)
    reply = knowledge.answer(world.marit, question=world.question, text="Domme vraag.")
    by_noor = reported(world.noor, reply).case
    letters()
    with time_machine.travel(at, tick=False):
        actions.ask_advice(world.moderator, case=by_noor, text=ASKED)
    assert letters() == [("peter", "Een collega vraagt wat jij vindt")]
    shown = [page(world.moderator, one) for one in (by_peter, by_noor)]
    parts = [
        one[one.index('id="advice"') : one.index("</section>", one.index('id="advice"'))]
        for one in shown
    ]
    assert parts[0] == parts[1]


def test_who_asked_without_her_name_is_not_betrayed(world: World, peter: Actor) -> None:
    """Marit, steward, asked it: the question reaches Peter alone, and Ingrid cannot see that."""
    for one in (world.fatma, world.samira, world.peter):
        groups.join_group(one, group=world.group)
    asked = knowledge.ask(world.marit, group=world.group, title="Durf ik?", without_name=True)
    unnamed = reported(world.joost, asked).case
    letters()
    actions.ask_advice(world.moderator, case=unnamed, text=ASKED)
    assert letters() == [("peter", "Een collega vraagt wat jij vindt")]
    assert "Marit" not in page(world.moderator, unnamed)
    assert signed_in(world.marit).get(f"/beheer/meldingen/{unnamed.pk}/").status_code == 404


def test_who_asked_without_her_name_counts_as_a_colleague(world: World) -> None:
    """Else a lone manager would see by the missing form that the steward asked it."""
    for one in (world.fatma, world.samira, world.peter):
        groups.join_group(one, group=world.group)
    of_steward = knowledge.ask(world.marit, group=world.group, title="Durf ik?", without_name=True)
    of_joost = knowledge.ask(world.joost, group=world.group, title="En ik?", without_name=True)
    for thing in (of_steward, of_joost):
        assert advice(world.moderator, reported(world.bram, thing).case).may_ask


def test_without_colleagues_nobody_is_asked(world: World) -> None:
    """The only other one wrote it: that everybody can see."""
    alone = reported(world.samira, world.answer).case
    assert "Ask a colleague" not in page(world.moderator, alone)
    with pytest.raises(Refused):
        actions.ask_advice(world.moderator, case=alone, text=ASKED)
    assert not Advice.objects.exists()


def test_one_question_at_a_time_and_none_when_it_is_decided(
    world: World, peter: Actor, case: Case
) -> None:
    asked = actions.ask_advice(world.moderator, case=case, text=ASKED)
    for by in (world.moderator, peter):
        with pytest.raises(Refused):
            actions.ask_advice(by, case=case, text="Nog iets?")
    with pytest.raises(Refused):
        actions.give_advice(world.moderator, case=case, asked=asked.pk, text="Ik zelf.")
    with pytest.raises(Refused, match="Schrijf wat je ervan vindt"):
        actions.give_advice(peter, case=case, asked=asked.pk, text=" … ")
    actions.give_advice(peter, case=case, asked=asked.pk, text=ANSWERED)
    again = actions.ask_advice(peter, case=case, text="Nog iets?")
    with pytest.raises(Refused):
        actions.give_advice(world.marit, case=case, asked=asked.pk, text="Op de vorige vraag.")
    decided(world.moderator, case, "leave")
    with pytest.raises(Refused):
        actions.give_advice(world.marit, case=case, asked=again.pk, text="Te laat.")
    with pytest.raises(Refused):
        actions.ask_advice(world.marit, case=case, text="Te laat?")
    told = [one for one in letters() if "collega" in one[1]]
    assert told == [("ingrid", "Een collega gaf je antwoord")]
    assert (ASKED in page(world.marit, case), ANSWERED in page(world.marit, case)) == (True, True)


def test_who_reports_after_she_asked_hears_no_more(world: World, peter: Actor, case: Case) -> None:
    asked = actions.ask_advice(world.marit, case=case, text=ASKED)
    reported(world.marit, world.question)
    letters()
    actions.give_advice(peter, case=case, asked=asked.pk, text=ANSWERED)
    assert letters() == []


def test_words_go_with_who_wrote_them(world: World, peter: Actor, case: Case) -> None:
    asked = actions.ask_advice(world.moderator, case=case, text=ASKED)
    actions.give_advice(peter, case=case, asked=asked.pk, text=ANSWERED)
    actions.ask_advice(peter, case=case, text="Nog iets?")
    close(peter, "go")
    after_two_weeks()
    assert [(one.text, one.answer) for one in Advice.objects.all()] == [(ASKED, "")]
    shown = page(world.moderator, case)
    assert "The words went along with who left." in shown
    assert ANSWERED not in shown
    log = signed_in(world.moderator).get("/beheer/logboek/").text
    assert "Asked colleagues" in log
    assert "Peter" not in log
    close(world.joost, "go")
    after_two_weeks()
    assert not Advice.objects.exists()
    assert [one for one in letters() if "collega" in one[1]] == []


def test_everybody_takes_her_own_words_along(world: World, peter: Actor, case: Case) -> None:
    asked = actions.ask_advice(world.moderator, case=case, text=ASKED)
    actions.give_advice(peter, case=case, asked=asked.pk, text=ANSWERED)
    hers, his = take(world.moderator), take(peter)
    assert [one["text"] for one in hers.told["advice_asked"]] == [ASKED]
    assert [one["text"] for one in his.told["advice_given"]] == [ANSWERED]
    assert (ANSWERED in hers.whole, ASKED in his.whole) == (False, False)
    assert ASKED not in take(world.joost).whole


def test_of_two_accounts_all_is_of_the_one_that_is_kept(world: World, case: Case) -> None:
    double = second_manager(settled(member("Peter de Wit", "peter@thuis.example")))
    asked = actions.ask_advice(double, case=case, text=ASKED)
    actions.give_advice(world.moderator, case=case, asked=asked.pk, text=ANSWERED)
    again = actions.ask_advice(world.moderator, case=case, text="En dit?")
    actions.give_advice(double, case=case, asked=again.pk, text="Laat maar.")
    kept = merge(world.peter, double)
    told = take(kept).told
    assert [one["text"] for one in told["advice_asked"]] == [ASKED]
    assert [one["text"] for one in told["advice_given"]] == ["Laat maar."]
