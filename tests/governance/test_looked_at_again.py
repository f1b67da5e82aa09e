"""Who was right to report reads of the old decision what became of it, and not who else did."""

import pytest

from tests.governance.story import WHY, decided, reported
from tests.leaving.story import signed_in
from tests.world import World
from vaknet.domain.governance import actions, queries
from vaknet.domain.governance.models import Case, Decision
from vaknet.domain.knowledge import actions as knowledge

IS_LOOKED_AT = "What you reported is looked at again."
WAS_LOOKED_AT = "What you reported was looked at again since."


def what_samira_reads(world: World, decision: Decision) -> str:
    page = signed_in(world.samira).get(f"/ik/besluiten/{decision.pk}/").text
    begin = page.index('<p class="lead">')
    return page[begin : page.index("</p>", begin)]


@pytest.fixture
def left(world: World) -> Decision:
    return decided(world.moderator, reported(world.samira, world.answer).case, "leave")


def right(world: World, decision: Decision) -> None:
    said = actions.appeal(world.samira, decision=decision, text="Het is echt een aanval.")
    actions.decide_appeal(world.moderator, appeal=said, upheld=False, reason=WHY)


def test_it_is_looked_at_until_somebody_decides(world: World, left: Decision) -> None:
    right(world, left)
    assert IS_LOOKED_AT in what_samira_reads(world, left)
    decided(world.moderator, left.case, "change")
    assert IS_LOOKED_AT in what_samira_reads(world, left)
    decided(world.moderator, left.case, "hide")
    assert WAS_LOOKED_AT in what_samira_reads(world, left)


def test_that_it_was_reported_again_is_not_told(world: World, left: Decision) -> None:
    """Also by who reports it before, so that her own case stays closed, or after it."""
    by_noor = reported(world.noor, world.answer).case
    right(world, left)
    assert Case.objects.get(closed_at=None) == by_noor
    assert IS_LOOKED_AT in what_samira_reads(world, left)
    decided(world.moderator, by_noor, "leave")
    assert WAS_LOOKED_AT in what_samira_reads(world, left)
    assert reported(world.fatma, world.answer).case.closed_at is None
    assert WAS_LOOKED_AT in what_samira_reads(world, left)


def test_what_is_decided_about_something_else_is_not_meant(world: World, left: Decision) -> None:
    right(world, left)
    reply = knowledge.answer(world.marit, question=world.question, text="Domme vraag.")
    decided(world.moderator, reported(world.noor, reply).case, "leave")
    assert IS_LOOKED_AT in what_samira_reads(world, left)


def test_of_what_is_gone_for_good_no_case_is_the_same(world: World, left: Decision) -> None:
    reply = knowledge.answer(world.marit, question=world.question, text="Domme vraag.")
    other = reported(world.noor, reply).case
    right(world, left)
    decided(world.moderator, other, "leave")
    Case.objects.update(answer=None)
    assert not queries.is_decided_anew(left.appeals.get())
    assert not queries.about_the_same(Case.objects.get(pk=other.pk)).exists()
