"""Not agreeing with a decision; what everybody may count, and managers may read."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.governance.story import WHY, decided, reported, second_manager
from tests.leaving.two_accounts import merge
from tests.world import World, member
from vaknet.domain.activity.models import Activity
from vaknet.domain.governance import actions, moderators, openly, queries
from vaknet.domain.governance.models import Appeal, Case, Decision, Report
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge import queries as questions
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.refusal import Refused


def test_an_appeal_goes_to_who_did_not_decide(world: World) -> None:
    """Joost's question was hidden by Ingrid; Marit is steward, and looks with fresh eyes."""
    made = decided(world.moderator, reported(world.samira, world.question).case, "hide")
    said = actions.appeal(world.joost, decision=made, text="Wat is hier mis mee?")
    assert actions.appeal(world.joost, decision=made, text="En nog wat") == said
    assert queries.appeals_waiting(world.moderator) == []
    assert queries.appeals_waiting(world.marit) == [said]
    with pytest.raises(Appeal.DoesNotExist):
        actions.decide_appeal(world.moderator, appeal=said, upheld=True, reason=WHY)
    actions.decide_appeal(world.marit, appeal=said, upheld=True, reason="Het blijft zo.")
    held = queries.my_appeal(world.joost, made)
    assert held is not None
    assert (held.upheld, held.reason, held.decided_by) == (True, "Het blijft zo.", world.marit)
    with pytest.raises(Appeal.DoesNotExist):
        actions.decide_appeal(world.marit, appeal=said, upheld=False, reason=WHY)


HERS = {
    "question": knowledge.withdraw_question,
    "answer": knowledge.withdraw_answer,
    "post": knowledge.withdraw_post,
    "reply": knowledge.withdraw_reply,
}


@pytest.mark.parametrize("kind", HERS)
def test_what_its_author_took_away_since_does_not_come_back(world: World, kind: str) -> None:
    thing = said_by_marit(world, kind)
    made = decided(world.moderator, reported(world.samira, thing).case, "hide")
    appeal = actions.appeal(world.marit, decision=made, text="Wat is hier mis mee?")
    for _twice in range(2):
        HERS[kind](world.marit, **{kind: thing})
    assert Activity.objects.filter(verb=f"withdrew_{kind}").count() == 1
    actions.decide_appeal(world.moderator, appeal=appeal, upheld=False, reason="Klopt.")
    thing.refresh_from_db()
    assert thing.withdrawn_at is not None
    assert not Activity.objects.filter(verb="brought_back").exists()


def said_by_marit(world: World, kind: str) -> Any:
    groups.join_group(world.samira, group=world.group)
    match kind:
        case "question":
            return knowledge.ask(world.marit, group=world.group, title="Wie bouwt er met leem?")
        case "answer":
            return world.answer
    post = knowledge.start_conversation(world.marit, groups=[world.group], title="Leem", body="")
    if kind == "post":
        return post
    return knowledge.reply(world.marit, post=post, text="Koop mijn leem.")


def test_who_is_alone_looks_again_herself(world: World) -> None:
    made = decided(world.moderator, reported(world.samira, world.answer).case, "hide")
    said = actions.appeal(world.marit, decision=made, text="Wat is hier mis mee?")
    assert queries.appeals_waiting(world.moderator) == [said]


def test_seven_appeals_are_looked_at_in_as_many_statements_as_three(world: World) -> None:
    """Where whoever looks decided herself: somebody else may be left."""
    figures = []
    for kinds in (["question", "post", "reply"], ["answer", "question", "post", "reply"]):
        for kind in kinds:
            made = decided(
                world.moderator, reported(world.samira, said_by_marit(world, kind)).case, "hide"
            )
            actions.appeal(world.marit, decision=made, text="Wat is hier mis mee?")
        with CaptureQueriesContext(connection) as found:
            assert len(queries.appeals_waiting(world.moderator)) == Appeal.objects.count()
        figures.append(len(found))
    assert figures[0] == figures[1]


def test_who_reported_can_appeal_against_nothing_done(world: World) -> None:
    case = reported(world.samira, world.answer).case
    made = decided(world.moderator, case, "leave")
    with pytest.raises(Decision.DoesNotExist):
        actions.appeal(world.marit, decision=made, text="Ik weet van niets")
    said = actions.appeal(world.samira, decision=made, text="Het is echt een aanval.")
    actions.decide_appeal(world.moderator, appeal=said, upheld=False, reason="Ik zie het nu.")
    assert list(queries.waiting(world.moderator)) == [case]


def test_a_case_that_was_opened_anew_is_one_case(world: World) -> None:
    made = decided(world.moderator, reported(world.samira, world.answer).case, "leave")
    said = actions.appeal(world.samira, decision=made, text="Het is echt een aanval.")
    again = reported(world.noor, world.answer).case
    actions.decide_appeal(world.moderator, appeal=said, upheld=False, reason="Ik zie het nu.")
    assert list(queries.waiting(world.moderator)) == [again]


def test_who_reported_does_not_appeal_against_what_was_done(world: World) -> None:
    made = decided(world.moderator, reported(world.samira, world.answer).case, "hide")
    with pytest.raises(Refused, match="Bezwaar maken kan niet meer"):
        actions.appeal(world.samira, decision=made, text="Het moet helemaal weg.")
    with pytest.raises(Refused, match="Schrijf waarom"):
        actions.appeal(world.marit, decision=made, text=" ")
    later = timezone.now() + timedelta(days=184)
    with time_machine.travel(later), pytest.raises(Refused, match="Bezwaar maken kan niet meer"):
        actions.appeal(world.marit, decision=made, text="Te laat")
    assert not Appeal.objects.exists()


def test_a_change_that_need_not_be_made(world: World) -> None:
    case = reported(world.samira, world.answer).case
    made = decided(world.moderator, case, "change")
    said = actions.appeal(world.marit, decision=made, text="Er is niets mis mee.")
    actions.decide_appeal(world.moderator, appeal=said, upheld=False, reason="Klopt.")
    assert Case.objects.get(pk=case.pk).closed_at is not None


def test_what_is_gone_does_not_come_back(world: World) -> None:
    """Its author and her words were erased meanwhile; the appeal is still answered."""
    hidden = decided(world.moderator, reported(world.samira, world.answer).case, "hide")
    limited = decided(world.moderator, reported(world.noor, world.question).case, "limit")
    appeals = [
        actions.appeal(world.marit, decision=hidden, text="Nee"),
        actions.appeal(world.joost, decision=limited, text="Nee"),
    ]
    world.answer.delete()
    Case.objects.update(author=None)
    for looks, said in zip((world.moderator, world.marit), appeals, strict=True):
        actions.decide_appeal(looks, appeal=said, upheld=False, reason="Vooruit.")
    assert not Answer.objects.exists()
    lost = Case.objects.get(pk=hidden.case_id)
    Case.objects.filter(pk=lost.pk).update(closed_at=None)
    assert queries.case(world.moderator, lost.pk).earlier == []
    for kind in ("hide", "limit"):
        Case.objects.filter(pk=lost.pk).update(closed_at=None)
        assert decided(world.moderator, lost, kind).carried_at is not None


def test_a_removal_of_which_nothing_is_left(world: World) -> None:
    peter = second_manager(world.peter)
    made = decided(world.moderator, reported(world.samira, world.answer).case, "remove")
    actions.confirm_removal(peter, decision=made)
    world.answer.delete()
    later = timezone.now() + timedelta(days=184)
    actions.erase_removed_words(now=later)
    assert Decision.objects.get().erased_at == later


def test_a_moderator_reads_what_was_decided_before_and_no_more(world: World) -> None:
    """Ingrid of everything, Marit of her own group, and nobody of what was undone or left."""
    other = knowledge.answer(world.joost, question=world.question, text="Onzin van Marit.")
    hidden = decided(world.moderator, reported(world.samira, other).case, "hide")
    decided(world.moderator, reported(world.samira, world.question).case, "leave")
    more = knowledge.answer(world.joost, question=world.question, text="Nog meer onzin.")
    case = reported(world.samira, more).case
    assert queries.case(world.moderator, case.pk).earlier == [hidden]
    assert queries.case(world.marit, case.pk).earlier == [hidden]
    said = actions.appeal(world.joost, decision=hidden, text="Het was een grap.")
    actions.decide_appeal(world.marit, appeal=said, upheld=False, reason="Vooruit.")
    assert queries.case(world.moderator, case.pk).earlier == []


# Openly


def test_figures_tell_nothing_of_one(world: World) -> None:
    """Only quarters that are over, and no number under five."""
    with time_machine.travel(datetime(2026, 5, 4, tzinfo=UTC)):
        for number in range(6):
            reader = member(f"Lezer {number}", f"lezer{number}@elders.example")
            reported(reader, world.answer)
        decided(world.moderator, Case.objects.get(), "hide")
        assert openly.figures() == []
    with time_machine.travel(datetime(2026, 7, 2, tzinfo=UTC)):
        reported(world.noor, world.question)
        [quarter] = openly.figures()
    assert (quarter.number, quarter.begins.year) == (2, 2026)
    assert {one.kind: one.number for one in quarter.figures} == {
        "reports": 6,
        "leave": None,
        "hide": None,
        "change": None,
        "limit": None,
        "remove": None,
        "taken_back": None,
        "appeals": None,
        "overturned": None,
    }


def reports_of(number: int) -> int | None:
    """In that quarter of 2026, as everybody reads it at the end of the year."""
    with time_machine.travel(datetime(2027, 1, 4, tzinfo=UTC)):
        found = [one for one in openly.figures() if one.number == number]
    return {one.kind: one.number for one in found[0].figures}["reports"] if found else None


def test_what_was_counted_in_a_quarter_stays_so(world: World, monkeypatch) -> None:
    """Whoever takes a report back and makes it again later, leaves, or has two accounts."""
    monkeypatch.setattr(openly, "FEW", 1)
    double = member("Samira Idrissi", "samira@thuis.example")
    leaver = member("Lies Klaassen", "lies@elders.example")
    peter = second_manager(world.peter)
    with time_machine.travel(datetime(2026, 5, 4, tzinfo=UTC)):
        said = reported(world.samira, world.answer, text="Van mij.")
        reported(double, world.answer, text="Van mij.")
        reported(leaver, world.answer)
        actions.take_back_report(world.samira, report=said)
    assert (reports_of(2), reports_of(3)) == (3, None)
    with time_machine.travel(datetime(2026, 8, 4, tzinfo=UTC)):
        again = reported(world.samira, world.answer)
        assert (again.pk, again.at.month, again.first_at.month) == (said.pk, 8, 5)
        decided(world.moderator, said.case, "leave")
        decision = Decision.objects.get()
        for one in (world.samira, double):
            appeal = actions.appeal(one, decision=decision, text="Kijk nog eens.")
            actions.decide_appeal(peter, appeal=appeal, upheld=True, reason=WHY)
        merge(world.samira, double)
        leaving.close_account(leaver, answers="stay")
        leaving.carry_out_closures(now=timezone.now() + timedelta(days=15))
    assert (reports_of(2), reports_of(3)) == (3, None)
    with time_machine.travel(datetime(2027, 1, 4, tzinfo=UTC)):
        [third, _second] = openly.figures()
    assert {one.kind: one.number for one in third.figures}["appeals"] == 2
    assert {*Report.objects.values_list("by", "text")} == {(world.samira.pk, ""), (None, "")}
    assert Report.objects.filter(withdrawn_at=None).count() == 2
    assert {*Appeal.objects.values_list("by", flat=True)} == {world.samira.pk, None}


def test_the_log_is_for_managers(world: World) -> None:
    made = decided(world.moderator, reported(world.samira, world.answer).case, "hide")
    said = actions.appeal(world.marit, decision=made, text="Wat is hier mis mee?")
    actions.decide_appeal(world.moderator, appeal=said, upheld=True, reason=WHY)
    rows = [(one.actor, one.verb, one.object) for one in openly.log(world.moderator)]
    assert rows == [
        (world.moderator, "decided_appeal", said),
        (world.moderator, "decided_case", made),
    ]
    assert list(openly.log(world.marit)) == list(openly.log(world.samira)) == []


def test_who_looks_after_the_network(world: World) -> None:
    assert not actions.appoint_manager(handle="nobody")
    assert not actions.appoint_manager(handle=world.group.actor.handle)
    for _twice in (1, 2):
        assert actions.appoint_manager(handle=world.bram.handle)
    assert moderators.is_moderator(world.bram)
    assert actions.relieve_manager(handle=world.bram.handle)
    assert not moderators.is_moderator(world.bram)
    verbs = Activity.objects.filter(actor=world.bram).order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["became_manager", "ended_as_manager"]


def test_what_was_decided_is_told_to_who_it_concerns(world: World) -> None:
    case = reported(world.samira, world.answer).case
    made = decided(world.moderator, case, "hide")
    late = reported(world.noor, world.question)
    assert queries.decision(world.marit, made.pk) == queries.decision(world.samira, made.pk) == made
    assert queries.decided_for(world.samira, list(queries.my_reports(world.samira))) == {
        case.pk: made
    }
    for nobody in (world.noor, world.joost, world.moderator, world.bram):
        with pytest.raises(Decision.DoesNotExist):
            queries.decision(nobody, made.pk)
    assert queries.decided_for(world.noor, [late]) == {}
    assert questions.plain_question(world.noor, world.question.pk) == world.question
