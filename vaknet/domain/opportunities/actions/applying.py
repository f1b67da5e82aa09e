"""Applying: a draft of her own, sent, changed until it closes, and taken back at any moment."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.knowledge.words import long_text
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.opportunities import queries, rules
from vaknet.domain.opportunities.actions.held import lock
from vaknet.domain.opportunities.actions.placing import let_go
from vaknet.domain.opportunities.models import (
    Application,
    ApplicationAnswer,
    FormQuestion,
    Opportunity,
    OpportunityOrganiser,
    Panellist,
)
from vaknet.domain.people.actions.words import line
from vaknet.domain.refusal import Refused

LONGEST = {FormQuestion.Kind.SHORT: 200, FormQuestion.Kind.LONG: 5_000}


@transaction.atomic
def keep_application(
    by: Actor,
    *,
    opportunity: Opportunity,
    answers: Mapping[int, str],
    for_a_year: bool = False,
    send: bool = False,
) -> Application:
    """`answers`: by question. A draft that she alone reads, until she sends it; what is sent she
    can change until it closes, and it stays sent. Twice is once.

    `for_a_year`: she agrees that it is kept for a next time.
    """
    lock(opportunity.pk)
    seen = queries.opportunity(by, opportunity.pk)
    _refuse_part_in_it(by, seen)
    if not rules.takes_applications(seen, now()):
        raise Refused(_("It is closed. What you typed was not sent."))
    kept = queries.application(by, seen) or Application(opportunity=seen, person=by)
    is_sent = send or kept.sent_at is not None
    if is_sent:
        refuse_to_write(by, field="")
    said = [(one, _said(one, answers.get(one.pk, ""), is_sent)) for one in _asked(seen)]
    is_first = send and kept.sent_at is None
    if is_first:
        kept.sent_at = now()
    if for_a_year != (kept.kept_agreed_at is not None):
        kept.kept_agreed_at = now() if for_a_year else None
    kept.save()
    kept.answers.all().delete()
    rows = [ApplicationAnswer(application=kept, question=one, text=text) for one, text in said]
    ApplicationAnswer.objects.bulk_create(row for row in rows if row.text)
    record(by, "applied" if is_first else "kept_application", kept, audience=Audience.SELF)
    return kept


def _asked(opportunity: Opportunity) -> list[FormQuestion]:
    return list(opportunity.questions.order_by("position"))


def _refuse_part_in_it(by: Actor, seen: Opportunity) -> None:
    """Of who sits or organises others would not believe that she was chosen as they were."""
    named = OpportunityOrganiser.objects.filter(opportunity=seen, actor=by, until=None)
    sits = Panellist.objects.filter(opportunity=seen, actor=by, until=None)
    if sits.filter(agreed_at__isnull=False).exists():
        raise Refused(_("You sit in the panel. Leave it first when you want to apply."))
    if named.exists():
        raise Refused(_("You organise this. Let somebody else do that when you want to apply."))


def _said(question: FormQuestion, text: str, is_sent: bool) -> str:
    field = f"question_{question.pk}"
    if question.kind == FormQuestion.Kind.CHOICE:
        said = text if text in question.choices.splitlines() else ""
    elif question.kind == FormQuestion.Kind.SHORT:
        said = line(text, limit=LONGEST[FormQuestion.Kind.SHORT], field=field)
    else:
        said = long_text(text, field=field, limit=LONGEST[FormQuestion.Kind.LONG])
    if is_sent and question.is_required and not any(sign.isalnum() for sign in said):
        raise Refused(_("The panel asks this of everyone. Fill it in."), field=field)
    return said


@transaction.atomic
def withdraw_application(by: Actor, *, opportunity: Opportunity) -> None:
    """At any moment, with all that she wrote and all that was thought of it. Twice is once.

    Who got a place, or waits for one, gives it back: the next on the reserve list hears.
    """
    held = lock(opportunity.pk)
    row = Application.objects.filter(opportunity=held, person=by).first()
    if row is None:
        return
    if row.replied_at is not None and row.outcome != Application.Outcome.NO:
        let_go(by, held, row)
        return
    record(by, "withdrew_application", row, audience=Audience.SELF)
    row.delete()
