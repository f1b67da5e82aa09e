"""Asking a member of the group by name whether she would answer."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups import queries as groups
from vaknet.domain.knowledge import rules
from vaknet.domain.knowledge.models import AnswerRequest, Question
from vaknet.domain.knowledge.pseudonyms import voice
from vaknet.domain.knowledge.queries import requests_left
from vaknet.domain.knowledge.rules import REQUESTS_A_DAY
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused


def request_answer(by: Actor, *, question: Question, person: Actor) -> AnswerRequest:
    """Inside the transaction of the action that asks. Requesting twice is requesting once.

    Whom she is kept apart from she cannot ask, also without her name.
    """
    membership = groups.membership(person, question.group)
    if not rules.may_request_answer(by, person, membership) or are_apart(by, person):
        raise Refused(_("Choose a group that both of you are in."), field="group")
    held = AnswerRequest.objects.filter(question=question, person=person).first()
    if held is not None:
        return held
    if requests_left(by) == 0:
        raise Refused(
            _("You asked %(number)d people by name today. Ask your group, or wait until tomorrow.")
            % {"number": REQUESTS_A_DAY}
        )
    asked = AnswerRequest.objects.create(question=question, person=person)
    record(voice(by, question.author_id), "requested_answer", asked, audience=Audience.PARTIES)
    return asked


@transaction.atomic
def decline_answer(by: Actor, *, question: Question) -> None:
    """She would rather not. The asker is not told; declining twice is declining once."""
    held = AnswerRequest.objects.select_for_update(no_key=True).filter(question=question, person=by)
    for asked in held.filter(declined_at=None):
        asked.declined_at = now()
        asked.save(update_fields=["declined_at"])
        record(by, "declined_answer", asked, audience=Audience.SELF)
