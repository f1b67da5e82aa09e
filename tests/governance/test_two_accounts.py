"""Somebody who reported or appealed twice turns out to have two accounts."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.governance.story import WHY, decided, reported
from tests.leaving.two_accounts import merge
from tests.world import World, member, settled
from vaknet.domain.activity.models import Actor
from vaknet.domain.governance import actions, openly, queries
from vaknet.domain.governance.models import Appeal, Report
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer

MAY, AUGUST = datetime(2026, 5, 4, tzinfo=UTC), datetime(2026, 8, 4, tzinfo=UTC)


@pytest.fixture
def double(world: World) -> Actor:
    return settled(member("Samira Idrissi", "samira@thuis.example"))


def counted(kind: str) -> dict[int, int | None]:
    """By quarter of 2026, as everybody reads it at the end of the year."""
    with time_machine.travel(datetime(2027, 1, 4, tzinfo=UTC)):
        found = openly.figures()
    return {
        quarter.number: one.number
        for quarter in found
        for one in quarter.figures
        if one.kind == kind
    }


@pytest.mark.parametrize("first", [True, False], ids=["the one that is kept", "the other"])
def test_a_report_that_stands_stays_whichever_account_took_hers_back(
    world: World, double: Actor, monkeypatch, first: bool
) -> None:
    monkeypatch.setattr(openly, "FEW", 1)
    by, back = (double, world.samira) if first else (world.samira, double)
    with time_machine.travel(MAY):
        taken_back = reported(back, world.answer, text="Ik twijfel.")
    with time_machine.travel(AUGUST):
        stands = reported(by, world.answer, "hate", text="Toch gemeen.")
        actions.take_back_report(back, report=taken_back)
    before = counted("reports")
    merge(world.samira, double)
    assert list(queries.waiting(world.moderator)) == [stands.case]
    [reason] = queries.case(world.moderator, stands.case.pk).reasons
    assert (reason.reason, reason.times, reason.texts) == ("hate", 1, ["Toch gemeen."])
    assert list(queries.my_reports(world.samira)) == [stands]
    assert {*Report.objects.values_list("by", "text")} == {
        (world.samira.pk, "Toch gemeen."),
        (None, ""),
    }
    assert counted("reports") == before == {2: 1, 3: 1}


def test_two_reports_that_stand_are_one(world: World, double: Actor) -> None:
    hers = reported(world.samira, world.answer, text="Van mij.")
    reported(double, world.answer, text="Ook van mij.")
    merge(world.samira, double)
    assert list(queries.my_reports(world.samira)) == [hers]
    assert queries.case(world.moderator, hers.case.pk).reports == 1


def test_an_appeal_made_twice_is_looked_at_once_and_counts_as_before(
    world: World, double: Actor, monkeypatch
) -> None:
    monkeypatch.setattr(openly, "FEW", 1)
    with time_machine.travel(MAY):
        case = reported(world.samira, world.answer).case
        reported(double, world.answer)
        made = decided(world.moderator, case, "leave")
        hers = actions.appeal(world.samira, decision=made, text="Kijk nog eens.")
        actions.appeal(double, decision=made, text="En nog eens.")
    with time_machine.travel(AUGUST):
        merge(world.samira, double)
        assert queries.appeals_waiting(world.moderator) == [hers]
        assert {*Appeal.objects.values_list("by", "text", "upheld")} == {
            (world.samira.pk, "Kijk nog eens.", None),
            (None, "", None),
        }
        actions.decide_appeal(world.moderator, appeal=hers, upheld=True, reason=WHY)
        assert queries.appeals_waiting(world.moderator) == []
    assert counted("appeals") == {2: 2}
    assert counted("overturned") == {2: None}


def test_words_that_were_removed_go_though_the_author_appealed_twice(
    world: World, double: Actor
) -> None:
    """What nobody looks at any more keeps nothing."""
    answer = knowledge.answer(double, question=world.question, text="Domme vraag.")
    made = decided(world.moderator, reported(world.noor, answer).case, "remove")
    actions.carry_out_lone_removals(now=timezone.now() + timedelta(days=1, minutes=5))
    hers = actions.appeal(double, decision=made, text="Nee.")
    Appeal.objects.create(decision=made, by=world.samira, text="Nee.", at=hers.at)
    merge(world.samira, double)
    [waits] = queries.appeals_waiting(world.marit)
    actions.decide_appeal(world.marit, appeal=waits, upheld=True, reason=WHY)
    actions.erase_removed_words(now=timezone.now() + timedelta(days=190))
    assert Answer.objects.get(pk=answer.pk).text == ""
