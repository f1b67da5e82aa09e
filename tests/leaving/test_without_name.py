"""What was asked without a name, when its asker takes it along, leaves, or had two accounts."""

import pytest

from tests.leaving.story import signed_in, take
from tests.leaving.test_closing import after_two_weeks, close
from tests.leaving.two_accounts import merge
from tests.world import World, member, settled
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding.models import Passage
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import AnswerRequest, Pseudonym, Question, Thanks
from vaknet.domain.knowledge.pseudonyms import behind
from vaknet.domain.searching import actions as searching
from vaknet.domain.searching.models import Findable

TITLE = "Wie durft dit te vragen?"


@pytest.fixture
def asked(world: World) -> Question:
    """Joost answered it."""
    for one in (world.fatma, world.peter):
        groups.join_group(one, group=world.group)
    made = knowledge.ask(world.samira, group=world.group, title=TITLE, without_name=True)
    knowledge.answer(world.joost, question=made, text="Ik niet.")
    knowledge.answer(world.samira, question=made, text="Ik wel.")
    return made


def test_it_is_in_her_archive_apart_from_what_has_her_name(world: World, asked: Question) -> None:
    told = take(world.samira).told
    assert [one["title"] for one in told["questions_without_name"]] == [TITLE]
    assert [one["text"] for one in told["answers_without_name"]] == ["Ik wel."]
    assert TITLE not in [one["title"] for one in told["questions"]]
    of_joost = take(world.joost)
    assert "Samira" not in str(of_joost.told["answers"])
    assert of_joost.told["questions_without_name"] == []


def test_when_she_left_it_is_still_of_a_member_and_of_nobody(world: World, asked: Question) -> None:
    """Not of a former member: that would tell that it was she who left."""
    gone = knowledge.ask(world.samira, group=world.group, title="Weg ermee", without_name=True)
    knowledge.withdraw_question(world.samira, question=gone)
    finding.index_everything()
    searching.index_everything()
    before = signed_in(world.marit).get(f"/vraag/{asked.pk}/").text.count("A member of this group")
    close(world.samira)
    after_two_weeks()
    page = signed_in(world.marit).get(f"/vraag/{asked.pk}/").text
    assert page.count("A member of this group") == before == 2
    assert "A former member" not in page
    assert not Pseudonym.objects.exists()
    (left,) = Actor.objects.filter(kind=Actor.Kind.PSEUDONYM)
    assert left == asked.author == behind(asked.author)
    assert not Question.objects.filter(pk=gone.pk).exists()
    verbs = Activity.objects.filter(actor=left).order_by("pk").values_list("verb", flat=True)
    assert [*verbs] == ["asked_question", "answered"]
    assert Findable.objects.filter(author=left).count() == 2
    assert Passage.objects.filter(actor=left).count() == 1


def test_with_her_answers_goes_what_nobody_else_answered(world: World, asked: Question) -> None:
    alone = knowledge.ask(world.samira, group=world.group, title="Niemand?", without_name=True)
    close(world.samira, answers="go")
    after_two_weeks()
    assert not Question.objects.filter(pk=alone.pk).exists()
    assert [one.author.name for one in asked.answers.all()] == [world.joost.name]


def test_of_two_accounts_one_has_both_and_thanks_herself_for_nothing(
    world: World, asked: Question
) -> None:
    double = settled(member("Samira Idrissi", "samira@oud.example"))
    groups.join_group(double, group=world.group)
    own = asked.answers.get(author=asked.author)
    knowledge.thank(double, answer=own)
    other = knowledge.ask(
        double, group=world.group, title="Nog iets", person=world.samira, without_name=True
    )
    kept = merge(world.samira, double)
    assert [behind(one.author) for one in (asked, other)] == [kept, kept]
    assert not Thanks.objects.filter(answer=own).exists()
    assert not AnswerRequest.objects.filter(question=other).exists()
    assert "Samira" not in signed_in(world.marit).get(f"/vraag/{other.pk}/").text
    knowledge.change_question(kept, question=other, title="Nog iets anders")
