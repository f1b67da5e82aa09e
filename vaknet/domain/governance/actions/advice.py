"""A moderator asks the others what they think. She decides herself."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.governance.actions.holding import held_case, something_happened
from vaknet.domain.governance.advice import advice
from vaknet.domain.governance.models import Advice, Case
from vaknet.domain.knowledge.words import words_said

LONGEST_QUESTION, LONGEST_ANSWER = 1_000, 2_000


@transaction.atomic
def ask_advice(by: Actor, *, case: Case, text: str) -> Advice:
    """Of whoever else may decide it. Raises Case.DoesNotExist for a case that is not hers."""
    held = held_case(by, case)
    if not advice(by, held).may_ask:
        raise something_happened()
    missing = _("Write what you want to know.")
    words = words_said(text, missing=missing, limit=LONGEST_QUESTION)
    made = Advice.objects.create(case=held, by=by, text=words, at=now())
    record(by, "asked_advice", made, audience=Audience.PARTIES)
    return made


@transaction.atomic
def give_advice(by: Actor, *, case: Case, asked: int, text: str) -> Advice:
    """`asked`: the question that she read. Raises Case.DoesNotExist for a case that is not hers."""
    waits = advice(by, held_case(by, case)).asked
    if waits is None or waits.pk != asked:
        raise something_happened()
    missing = _("Write what you think.")
    waits.answer = words_said(text, missing=missing, limit=LONGEST_ANSWER)
    waits.answered_by, waits.answered_at = by, now()
    waits.save(update_fields=["answer", "answered_by", "answered_at"])
    record(by, "gave_advice", waits, audience=Audience.PARTIES)
    return waits
