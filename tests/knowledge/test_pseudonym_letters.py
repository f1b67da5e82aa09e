"""What reaches who asked without her name, and what letters to others do not say."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.connections.test_letters import postman as postman  # noqa: PLC0414 -- a fixture
from tests.knowledge.test_pseudonym import TITLE
from tests.knowledge.test_pseudonym import asked as asked  # noqa: PLC0414 -- a fixture
from tests.knowledge.test_pseudonym import group as group  # noqa: PLC0414 -- a fixture
from tests.world import World
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.models import Question
from vaknet.domain.notices.gathered import gathered
from vaknet.domain.people import actions as people

type Postman = Callable[[], dict[str, mail.EmailMultiAlternatives]]


@pytest.fixture
def delivered(postman: Postman, asked: Question) -> Postman:
    """What there was before is delivered."""
    postman()
    return postman


def test_an_answer_reaches_her_and_her_own_does_not(
    world: World, asked: Question, delivered: Postman
) -> None:
    actions.answer(world.joost, question=asked, text="Praat erover.")
    assert delivered()["samira"].subject == "Joost van der Meer answered your question"
    actions.answer(world.samira, question=asked, text="Met wie?")
    assert delivered() == {}


def test_nobody_whom_she_blocked_reaches_her(
    world: World, asked: Question, delivered: Postman
) -> None:
    people.block(world.samira, other=world.marit)
    actions.answer(world.marit, question=asked, text="Praat erover.")
    assert delivered() == {}


def test_who_is_asked_by_name_reads_no_name(world: World, group: Group, delivered: Postman) -> None:
    actions.ask(world.samira, group=group, title="En nu?", person=world.joost, without_name=True)
    letter = delivered()["joost"]
    assert letter.subject == "A member of this group asks you a question"
    assert "Samira" not in letter.body + str(letter.alternatives)


def test_who_is_named_in_it_reads_no_name(
    world: World, asked: Question, delivered: Postman
) -> None:
    actions.answer(world.samira, question=asked, text="Weet @joost.van.der.meer het?")
    letter = delivered()["joost"]
    assert letter.subject == "A member of this group named you"
    assert "Samira" not in letter.body + str(letter.alternatives)


def test_a_doubt_about_her_answer_reaches_her(
    world: World, asked: Question, delivered: Postman
) -> None:
    own = actions.answer(world.samira, question=asked, text="Gevonden.")
    actions.choose_best(world.samira, answer=own)
    delivered()
    actions.doubt_answer(world.noor, question=asked, doubt="De regel is anders.")
    assert list(delivered()) == ["samira"]


def test_that_it_was_asked_before_reaches_her(
    world: World, asked: Question, delivered: Postman
) -> None:
    actions.say_same(world.marit, question=asked, original=world.question)
    assert delivered()["samira"].subject == "Your question was asked before"
    actions.say_different(world.samira, question=asked)
    actions.say_same(world.samira, question=asked, original=world.question)
    assert delivered() == {}


def test_in_the_mail_of_the_group_it_has_no_name_and_is_not_news_to_herself(
    world: World, asked: Question
) -> None:
    span = {
        "since": timezone.now() - timedelta(days=1),
        "until": timezone.now() + timedelta(hours=1),
    }
    to_joost, to_her = (
        [one.author.name for one in gathered(reader, asked.group, **span).new if one.title == TITLE]
        for reader in (world.joost, world.samira)
    )
    assert to_joost == ["Een lid van deze groep"]
    assert to_her == []
