"""By mail: that an answer still holds, what holds now, and that a question is a different one."""

# ruff: noqa: F811 -- its fixtures are those of the other letters

import pytest

from tests.mail.answering import Post
from tests.mail.test_answering import post, world  # noqa: F401
from tests.mail.test_answering import pytestmark as _real_transactions
from tests.world import World
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge import knowledge_base as base
from vaknet.domain.knowledge import queries, same
from vaknet.domain.knowledge.models import Answer, AnswerCheck, Question

pytestmark = _real_transactions


@pytest.fixture
def doubted(world: World) -> Question:
    """Marit's answer to it is the best, and Noor doubts that."""
    knowledge.choose_best(world.joost, answer=world.answer)
    knowledge.doubt_answer(world.noor, question=world.question, doubt="De regels zijn nieuw.")
    return world.question


@pytest.fixture
def again(world: World) -> Question:
    """Samira asked what was asked before, and Marit saw that."""
    asked = knowledge.ask(world.samira, group=world.group, title="Mag een dakkapel zomaar?")
    knowledge.say_same(world.marit, question=asked, original=world.question)
    return asked


def doubt(world: World, question: Question) -> str:
    entry = base.entry(world.noor, queries.plain_question(world.noor, question.pk))
    assert entry is not None
    return entry.doubt


def is_led_on(world: World, question: Question) -> bool:
    question = queries.plain_question(world.samira, question.pk)
    return same.original(world.samira, question) is not None


def test_yes_says_that_it_still_holds(world: World, post: Post, doubted: Question) -> None:
    letter = post.last(world.marit)
    assert letter.subject == "Noor Janssen doubts whether an answer still holds"
    assert "You can just answer this mail: with yes if it still holds." in letter.body

    post.answer(letter, "Yes, I looked it up.")

    assert post.last(world.marit).subject == (
        "Done: Thank you. It says now that the answer still holds. "
        "What you wrote besides went to nobody."
    )
    assert doubt(world, doubted) == ""
    assert AnswerCheck.objects.latest("pk").actor == world.marit
    assert not Answer.objects.filter(author=world.marit, text__contains="looked").exists()


def test_other_words_are_what_holds_now(world: World, post: Post, doubted: Question) -> None:
    post.answer(post.last(world.marit), "Sinds juli mag het niet meer aan de voorkant.")

    assert post.last(world.marit).subject == "Done: Thank you. Your answer is there."
    given = Answer.objects.latest("pk")
    assert (given.author, given.question) == (world.marit, doubted)
    assert given.text == "Sinds juli mag het niet meer aan de voorkant."
    assert doubt(world, doubted) == "De regels zijn nieuw."


def test_a_bare_no_is_asked_on(world: World, post: Post, doubted: Question) -> None:
    before = Answer.objects.count()
    post.answer(post.last(world.marit), "No.")

    asked = post.last(world.marit)
    assert "Write what is different now." in asked.body
    assert Answer.objects.count() == before
    post.answer(asked, "No, since July it is 3 metres.")
    post.deliver()
    assert Answer.objects.latest("pk").text == "No, since July it is 3 metres."


def test_a_yes_is_about_the_answer_that_was_doubted(
    world: World, post: Post, doubted: Question
) -> None:
    letter = post.last(world.marit)
    other = knowledge.answer(world.samira, question=doubted, text="Nu anders.")
    knowledge.choose_best(world.joost, answer=other)

    post.answer(letter, "Yes")

    assert post.last(world.marit).subject != letter.subject
    assert not AnswerCheck.objects.filter(actor=world.marit).exists()


def test_who_may_not_read_it_any_more_says_nothing_of_it(
    world: World, post: Post, doubted: Question
) -> None:
    letter = post.last(world.marit)
    knowledge.withdraw_question(world.joost, question=doubted)

    post.answer(letter, "Dit is nu anders.")
    post.deliver()

    assert not Answer.objects.filter(text="Dit is nu anders.").exists()
    assert "Dit is nu anders." in post.last(world.marit).body


def test_no_makes_it_a_question_of_its_own(world: World, post: Post, again: Question) -> None:
    letter = post.last(world.samira)
    assert letter.subject == "Your question was asked before"
    assert "with no if yours is a different question." in letter.body

    post.answer(letter, "No, it is about a monument.")

    assert post.last(world.samira).subject == (
        "Done: Your question stands on its own again. What you wrote besides went to nobody."
    )
    assert not is_led_on(world, again)


def test_yes_leaves_it_as_it_is_and_other_words_are_asked_on(
    world: World, post: Post, again: Question
) -> None:
    letter = post.last(world.samira)
    post.answer(letter, "Bedankt voor het zoeken.")
    assert "Begin with no if yours is a different question." in post.last(world.samira).body
    post.answer(letter, "Yes")
    assert post.last(world.samira).subject == "Done: Fine. Your question leads to the other one."
    assert is_led_on(world, again)


def test_who_asked_without_her_name_is_not_offered_it(world: World, post: Post) -> None:
    """Neither that hers was asked before, nor that what she answered herself is doubted."""
    for one in (world.bram, world.peter):
        groups.join_group(one, group=world.group)
    asked = knowledge.ask(
        world.samira, group=world.group, title="Mag dit van mijn baas?", without_name=True
    )
    hers = knowledge.answer(world.samira, question=asked, text="Het mag.")
    knowledge.choose_best(world.samira, answer=hers)
    knowledge.doubt_answer(world.noor, question=asked, doubt="Echt?")
    letter = post.last(world.samira)
    assert letter.subject == "Noor Janssen doubts whether an answer still holds"
    assert "Reply-To" not in letter.extra_headers
    other = knowledge.ask(
        world.samira, group=world.group, title="Mag een dakkapel?", without_name=True
    )
    knowledge.say_same(world.marit, question=other, original=world.question)
    letter = post.last(world.samira)
    assert letter.subject == "Your question was asked before"
    assert "Reply-To" not in letter.extra_headers
