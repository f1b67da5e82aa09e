"""The recorded world is as good as one that happens now."""

import pytest
from django.utils import timezone

from tests import world as worlds
from tests.world import World, member
from vaknet.domain.connections import queries
from vaknet.domain.knowledge.models import Question
from vaknet.domain.people.models import Account, Role


def test_everybody_is_there_and_what_they_did(world: World) -> None:
    assert world.marit.account.email == "marit@oosterhage.example"
    assert set(queries.contacts(world.samira)) == {world.joost, world.noor, world.fatma}
    assert Question.objects.get() == world.question
    assert world.question.best_answer.answer == world.answer


def test_it_happened_just_now(world: World) -> None:
    joined = Account.objects.get(actor=world.samira).created_at
    assert 0 <= (timezone.now() - joined).total_seconds() < 60


def test_who_joins_after_it_is_somebody_else(world: World) -> None:
    sanne = member("Sanne Visser", "sanne@elders.example")
    assert sanne not in world.everybody


@pytest.mark.parametrize("once_more", [1, 2])
def test_what_one_test_changes_no_other_sees(world: World, once_more: int) -> None:
    assert Role.objects.filter(actor=world.marit).count() == 1
    world.marit.roles.all().delete()


@pytest.mark.parametrize("once_more", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_also_when_it_was_committed(once_more: int) -> None:
    world = worlds.build()
    assert Account.objects.count() == len(world.everybody)
    world.marit.roles.all().delete()


@pytest.mark.usefixtures("db")
def test_whoever_does_not_ask_for_it_meets_nobody() -> None:
    assert not Account.objects.exists()
