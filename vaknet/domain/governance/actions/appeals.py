"""Not agreeing with a decision, and looking again."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.governance import queries
from vaknet.domain.governance.actions.decisions import reason_given
from vaknet.domain.governance.models import Appeal, Case, Decision, Kind
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.words import long_text
from vaknet.domain.refusal import Refused

LONGEST = 2_000


@transaction.atomic
def appeal(by: Actor, *, decision: Decision, text: str) -> Appeal:
    """Once for each decision. Raises Decision.DoesNotExist for one that she is not told."""
    Case.objects.select_for_update(no_key=True).get(pk=decision.case_id)
    held = queries.decision(by, decision.pk)
    if (again := queries.my_appeal(by, held)) is not None:
        return again
    if not queries.may_appeal(by, held):
        raise Refused(_("You can no longer appeal this."))
    words = long_text(text, field="text", limit=LONGEST)
    if not words:
        raise Refused(_("Write why you do not agree."), field="text")
    made = Appeal.objects.create(decision=held, by=by, text=words, at=now())
    record(by, "appealed", made, audience=Audience.PARTIES)
    return made


@transaction.atomic
def decide_appeal(by: Actor, *, appeal: Appeal, upheld: bool, reason: str) -> Appeal:
    """`upheld`: the decision stays. Otherwise it is undone. Raises Appeal.DoesNotExist for one
    that is not hers to decide, or was decided just now.
    """
    Case.objects.select_for_update(no_key=True).get(pk=appeal.decision.case_id)
    held = queries.appeal(by, appeal.pk)
    held.reason, held.upheld = reason_given(reason), upheld
    held.decided_by, held.decided_at = by, now()
    held.save(update_fields=["reason", "upheld", "decided_by", "decided_at"])
    if not upheld:
        _undo(by, held.decision)
    record(by, "decided_appeal", held, audience=Audience.PARTIES)
    return held


def _undo(by: Actor, decision: Decision) -> None:
    """What was taken back on another network is gone there for good: it does not come back."""
    case = decision.case
    match decision.kind:
        case Kind.HIDE | Kind.REMOVE:
            taken_at = decision.carried_at
            if case.thing is not None and taken_at is not None and decision.erased_at is None:
                knowledge.bring_back(by, thing=case.thing, taken_at=taken_at)
        case Kind.LIMIT:
            if case.author is not None and decision.until is not None:
                knowledge.lift_limit(actor=case.author, until=decision.until)
        case Kind.CHANGE:
            Case.objects.filter(pk=case.pk, closed_at=None).update(closed_at=now())
        case _:
            _open_again(case)


def _open_again(case: Case) -> None:
    """Unless it was reported once more: then that case is looked at anyway."""
    if not queries.about_the_same(case).filter(closed_at=None).exists():
        Case.objects.filter(pk=case.pk).update(closed_at=None)
