"""Who may do what with questions and answers. Memberships are given: no rule asks the database."""

from typing import TYPE_CHECKING

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.rules import is_wider, may_steward
from vaknet.domain.knowledge.models import Answer, Question

if TYPE_CHECKING:
    from vaknet.domain.groups.models import MembershipOfOne


def may_ask(membership: "MembershipOfOne | None") -> bool:
    return membership is not None


def may_request_answer(by: Actor, person: Actor, membership: "MembershipOfOne | None") -> bool:
    """`membership` is that of the person in the group of the question: she chose to be where
    questions are asked.
    """
    return by.pk != person.pk and membership is not None


def may_choose_best(
    person: Actor, question: Question, membership: "MembershipOfOne | None"
) -> bool:
    """The asker knows what helped; a steward may say so where she does not."""
    return question.author_id == person.pk or may_steward(membership)


def may_thank(person: Actor, answer: Answer) -> bool:
    return answer.author_id != person.pk and answer.withdrawn_at is None


def may_change(person: Actor, thing: Question | Answer) -> bool:
    return thing.author_id == person.pk and thing.withdrawn_at is None


def may_withdraw(
    person: Actor, thing: Question | Answer, membership: "MembershipOfOne | None"
) -> bool:
    return thing.author_id == person.pk or may_steward(membership)


def may_look_after(membership: "MembershipOfOne | None") -> bool:
    """Say that a best answer holds or not, and keep it true: for whoever is in the group."""
    return membership is not None


def may_give_up(person: Actor, keeper: int, membership: "MembershipOfOne | None") -> bool:
    return keeper == person.pk or may_steward(membership)


def may_say_same(person: Actor, question: Question, membership: "MembershipOfOne | None") -> bool:
    """The asker sees that she asked what was known; a steward tidies."""
    return question.author_id == person.pk or may_steward(membership)


def leads_on(question: Question, original: Question) -> bool:
    """Whether all who read the question may read that other one too."""
    here, there = question.group, original.group
    if here == there:
        return True
    return there.readers != Group.Readers.GROUP and not is_wider(here.readers, than=there.readers)
