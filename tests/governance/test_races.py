"""Two at the same moment."""

import pytest

from tests.connections.test_races import at_once
from tests.governance.story import WHY, decided, reported, second_manager
from tests.world import World, build
from vaknet.domain.activity.models import Activity
from vaknet.domain.governance import actions
from vaknet.domain.governance.models import Appeal, Case, Decision, Report
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return build()


def test_two_who_report_at_once_make_one_case(world: World) -> None:
    at_once(
        lambda: reported(world.samira, world.answer),
        lambda: reported(world.samira, world.answer),
        lambda: reported(world.noor, world.answer),
        lambda: reported(world.peter, world.answer),
    )
    assert Case.objects.count() == 1
    assert Report.objects.count() == 3


def test_of_two_moderators_at_once_one_decides_and_the_other_hears(world: World) -> None:
    peter = second_manager(world.peter)
    case = reported(world.samira, world.answer).case
    said: list[str] = []

    def decide(by: object, kind: str) -> None:
        try:
            actions.decide(by, case=case, kind=kind, reason=WHY, after=0)
        except Refused as refused:
            said.append(str(refused.message))

    at_once(lambda: decide(peter, "hide"), lambda: decide(world.moderator, "leave"))
    made = Decision.objects.get()
    assert len(said) == 1
    assert str(made.get_kind_display()) in said[0]


def test_two_answers_to_one_appeal_are_one(world: World) -> None:
    peter = second_manager(world.peter)
    fatma = second_manager(world.fatma)
    made = decided(world.moderator, reported(world.samira, world.answer).case, "hide")
    appeal = actions.appeal(world.marit, decision=made, text="Nee")

    def answer(by: object, *, upheld: bool) -> None:
        try:
            actions.decide_appeal(by, appeal=appeal, upheld=upheld, reason=WHY)
        except Appeal.DoesNotExist:
            return

    at_once(lambda: answer(peter, upheld=True), lambda: answer(fatma, upheld=True))
    assert Activity.objects.filter(verb="decided_appeal").count() == 1
