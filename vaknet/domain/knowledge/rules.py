"""Who may do what with questions and answers. Memberships are given: no rule asks the database."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.rules import is_wider, may_steward
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply

if TYPE_CHECKING:
    from vaknet.domain.groups.models import MembershipOfOne

# Asked by name or as one of a few, each counts.
REQUESTS_A_DAY = 10


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


def may_change(person: Actor, thing: Question | Answer | Post | Reply) -> bool:
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


def may_stand_together(groups: Sequence[Group]) -> bool:
    """What is said in a group that keeps to itself stays there: it is posted in that one alone."""
    return len(groups) == 1 or all(group.readers != Group.Readers.GROUP for group in groups)


def may_withdraw_post(person: Actor, post: Post) -> bool:
    """A steward takes it out of her own group, and leaves that of others alone."""
    return post.author_id == person.pk


def may_withdraw_reply(person: Actor, reply: Reply, *, is_steward: bool) -> bool:
    """`is_steward`: of one of the groups where the conversation stands."""
    return reply.author_id == person.pk or is_steward
