"""What moderating leaves for the clock."""

from datetime import datetime, timedelta

from django.db import transaction

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import BY_THE_CLOCK, Audience
from vaknet.domain.federation.actions import erase_answer_elsewhere
from vaknet.domain.governance import queries, rules
from vaknet.domain.governance.actions.decisions import carry_out
from vaknet.domain.governance.models import Case, Decision, Kind
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.translations import actions as translations

A_DAY = timedelta(days=1)
[CARRIED_OUT] = BY_THE_CLOCK


def carry_out_lone_removals(*, now: datetime) -> None:
    """A manager who is alone sleeps on it: a day later her removal is carried out. Each in its own
    transaction. With a second manager it waits for her.
    """
    waiting = Decision.objects.filter(
        kind=Kind.REMOVE, carried_at=None, dropped_at=None, at__lte=now - A_DAY, by__isnull=False
    )
    for pk, case in waiting.order_by("pk").values_list("pk", "case"):
        with transaction.atomic():
            Case.objects.select_for_update(no_key=True).get(pk=case)
            rows = waiting.select_related("by", "case__author").filter(pk=pk)
            for decision in rows:
                _carry_out_alone(decision, now)


def _carry_out_alone(decision: Decision, now: datetime) -> None:
    if decision.by is not None and not queries.has_second(decision):
        carry_out(decision.by, decision=decision, at=now)
        record(decision.by, CARRIED_OUT, decision, audience=Audience.PARTIES)


def erase_removed_words(*, now: datetime) -> None:
    """What was removed stays until nobody can appeal any more, and no appeal waits."""
    gone = Decision.objects.filter(
        kind=Kind.REMOVE, carried_at__lte=now - rules.TERM_OF_APPEAL, erased_at=None
    )
    gone = gone.exclude(appeals__upheld=False).exclude(
        appeals__isnull=False, appeals__decided_at=None
    )
    for decision in gone.select_related("case"):
        with transaction.atomic():
            if decision.case.thing is not None:
                knowledge.erase_words(thing=decision.case.thing)
                translations.erase_translation(thing=decision.case.thing)
            if decision.case.answer_elsewhere is not None:
                erase_answer_elsewhere(answer=decision.case.answer_elsewhere)
            decision.erased_at = now
            decision.save(update_fields=["erased_at"])
