"""What came of it, when somebody was chosen from a page of the finder.

A no is no follow-up of anything here: it stays with whoever said it.
"""

from datetime import datetime

from django.utils import timezone

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections.models import (
    ConnectionRequest,
    Introduction,
    IntroductionOutcome,
    IntroductionThanks,
)
from vaknet.domain.events.models import Talk, TalkOutcome
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.learning import actions, rules
from vaknet.domain.learning.models import Outcome

FORGET = "forget_lessons"


def agreed(activity: Activity) -> None:
    """To an introduction, a request to connect, or a time for a talk."""
    match activity.object:
        case Introduction() as asked:
            _came_to(Outcome.ACCEPTED, asked.asker_id, asked.target_id, asked.asked_at)
        case ConnectionRequest() as asked:
            _came_to(Outcome.ACCEPTED, asked.sender_id, asked.recipient_id, asked.asked_at)
        case Talk() as asked:
            _came_to(Outcome.ACCEPTED, asked.proposer_id, asked.invitee_id, asked.proposed_at)


def answered(activity: Activity) -> None:
    """An asker without a name has another actor, so nobody is recognised by this."""
    if isinstance(answer := activity.object, Answer):
        question = answer.question
        _came_to(Outcome.ACCEPTED, question.author_id, answer.author_id, question.asked_at)


def answer_helped(activity: Activity) -> None:
    if isinstance(answer := activity.object, Answer):
        _came_to(Outcome.HELPFUL, activity.actor_id, answer.author_id)


def meeting_helped(activity: Activity) -> None:
    """Said by the asker; what the other says of it is not about her choice."""
    match activity.object:
        case IntroductionOutcome(kind=IntroductionOutcome.Kind.HELPED) as said:
            met = said.introduction
            _helped(activity.actor, met.asker_id, met.target_id)
        case IntroductionThanks() as said:
            met = said.introduction
            _helped(activity.actor, met.asker_id, met.target_id)
        case TalkOutcome(kind=TalkOutcome.Kind.HELPED) as said:
            _helped(activity.actor, said.talk.proposer_id, said.talk.invitee_id)


def _helped(by: Actor, asker: int, person: int) -> None:
    if by.pk == asker:
        _came_to(Outcome.HELPFUL, asker, person)


def _came_to(outcome: Outcome, asker: int, person: int, asked_at: datetime | None = None) -> None:
    if rules.is_on():
        actions.it_came_to(outcome, asker=asker, person=person, asked_at=asked_at)


def forget() -> None:
    """For the clock."""
    actions.forget_searches(now=timezone.now())
