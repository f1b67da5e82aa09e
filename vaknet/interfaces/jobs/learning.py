"""What came of it, when somebody was chosen from a page of the finder.

A no is no follow-up of anything here: it stays with whoever said it.
"""

from datetime import datetime

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections.models import (
    ConnectionRequest,
    Introduction,
    IntroductionOutcome,
    IntroductionThanks,
)
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.learning import actions, rules
from vaknet.domain.learning.models import Outcome
from vaknet.domain.talks.models import Talk, TalkOutcome


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


def thanked(activity: Activity) -> None:
    """By whoever it helped: she may have found the answer, and asked nothing."""
    if isinstance(answer := activity.object, Answer):
        _came_to(Outcome.HELPFUL, activity.actor_id, answer.author_id)


def chose_best(activity: Activity) -> None:
    """Only the asker says what her own search came to; another may choose for her."""
    answer = activity.object
    if isinstance(answer, Answer) and activity.actor_id == answer.question.author_id:
        question = answer.question
        _came_to(Outcome.HELPFUL, question.author_id, answer.author_id, question.asked_at)


def meeting_helped(activity: Activity) -> None:
    """Said by the asker; what the other says of it is not about her choice."""
    match activity.object:
        case IntroductionOutcome(kind=IntroductionOutcome.Kind.HELPED) as said:
            met = said.introduction
            _helped(activity.actor, met.asker_id, met.target_id, met.asked_at)
        case IntroductionThanks(introduction=met) if not _says_otherwise(met):
            _helped(activity.actor, met.asker_id, met.target_id, met.asked_at)
        case TalkOutcome(kind=TalkOutcome.Kind.HELPED) as said:
            talk = said.talk
            _helped(activity.actor, talk.proposer_id, talk.invitee_id, talk.proposed_at)


def _says_otherwise(met: Introduction) -> bool:
    """Thanks are for whoever brought them together, and are polite also when nothing came of it."""
    said = IntroductionOutcome.objects.filter(introduction=met, actor=met.asker_id, until=None)
    return said.exclude(kind=IntroductionOutcome.Kind.HELPED).exists()


def _helped(by: Actor, asker: int, person: int, asked_at: datetime) -> None:
    if by.pk == asker:
        _came_to(Outcome.HELPFUL, asker, person, asked_at)


def _came_to(outcome: Outcome, asker: int, person: int, asked_at: datetime | None = None) -> None:
    if rules.is_on():
        actions.it_came_to(outcome, asker=asker, person=person, asked_at=asked_at)
