"""Deciding a case."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation.actions import hide_elsewhere, remove_answer_elsewhere
from vaknet.domain.governance import queries, rules
from vaknet.domain.governance.actions.holding import held_case, something_happened
from vaknet.domain.governance.actions.reports import case_of
from vaknet.domain.governance.models import Case, Decision, Kind, Thing, Unveiling
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.words import words_said
from vaknet.domain.people.managers import is_manager, managers
from vaknet.domain.refusal import Refused

LONGEST = 2_000
MOST_FROM_ELSEWHERE = 50  # decisions of one moderator in a day: her server may have been taken over
TERMS = (1, 7, 30)  # days that an account can be limited


@transaction.atomic
def decide(
    by: Actor, *, case: Case, kind: str, reason: str, days: int = 7, after: int = 0
) -> Decision:
    """`after`: the decision that she saw last, so that of two at once one is heard.

    A removal waits for a second manager. `days`: for how long an account is limited.
    Raises Case.DoesNotExist for a case that is not hers to decide.
    """
    held = held_case(by, case)
    _refuse_late(held, after)
    if kind not in rules.kinds_for(held, is_manager=is_manager(by)):
        raise Refused(_("Choose what you decide."), field="kind")
    words = reason_given(reason)
    if days not in TERMS:
        raise Refused(_("Choose for how long."), field="days")
    at = now()
    held.decisions.filter(carried_at=None, dropped_at=None).update(dropped_at=at)
    made = Decision.objects.create(
        case=held, by=by, kind=kind, reason=words, at=at, until=_until(kind, days, at)
    )
    if kind != Kind.REMOVE:
        carry_out(by, decision=made, at=at)
    record(by, "decided_case", made, audience=Audience.PARTIES)
    return made


@transaction.atomic
def hide_from_elsewhere(by: Actor, *, thing: Thing, reason: str) -> Decision:
    """A moderator of the group on another network takes it away: decided as by a steward here, so
    that who wrote it reads why and can appeal to people here. Nobody needs to have reported it.

    Raises Case.DoesNotExist for what is not hers to decide, and Refused when she takes away more in
    a day than anybody looks at, and for what managers look at or people here decided on appeal.
    """
    lately = Decision.objects.filter(by=by, at__gt=now() - timedelta(days=1))
    if lately.count() >= MOST_FROM_ELSEWHERE:
        raise Refused(_("You took away a lot today. Ask a steward of the group to look along."))
    case = held_case(by, case_of(thing))
    if _is_out_of_her_hands(case, thing):
        raise Refused(_("The managers of this network decide on this. You cannot take it away."))
    last = case.decisions.order_by("-pk").first()
    words = reason.strip() or _(
        "A moderator on another network took this away, and did not say why."
    )
    return decide(by, case=case, kind=Kind.HIDE, reason=words, after=last.pk if last else 0)


@transaction.atomic
def show_from_elsewhere(by: Actor, *, thing: Thing, reason: str) -> Decision:
    """She puts back what she took away: as if it had not been decided, and whoever reported it
    hears why and can appeal.

    Raises Case.DoesNotExist for what is not hers to decide (any more), and Refused for what she did
    not take away, for what people here decided on, or look at, since, for what its author took away
    since, and a second time in a day: each time all that was said to it goes and comes elsewhere.
    """
    last = thing.cases.order_by("-pk").first()
    if last is None:
        raise Case.DoesNotExist
    case = held_case(by, last)
    hidden = case.decisions.select_for_update(of=("self",)).order_by("-pk").first()
    if hidden is None or not _is_hers(by, hidden):
        raise Refused(_("You did not take this away."))
    if _is_out_of_her_hands(case, thing) or hidden.appeals.exists():
        raise Refused(_("The people of this network decide on this. You cannot put it back."))
    taken_at, at = hidden.carried_at, now()
    if taken_at is None or thing.withdrawn_at != taken_at:
        raise Refused(_("Its author took it away."))
    if _was_put_back(thing, since=at - timedelta(days=1)):
        raise Refused(_("It was put back already today. Ask a steward of the group."))
    hidden.dropped_at = at
    hidden.save(update_fields=["dropped_at"])
    knowledge.bring_back(by, thing=thing, taken_at=taken_at)
    words = reason.strip() or _("The moderator on another network who took this away put it back.")
    told = {"reason": words[:LONGEST], "at": at, "carried_at": at}
    made = Decision.objects.create(case=case, by=by, kind=Kind.LEAVE, **told)
    record(by, "decided_case", made, audience=Audience.PARTIES)
    return made


def _is_hers(by: Actor, decision: Decision) -> bool:
    """What she decided last, and did not put back yet."""
    stands = decision.carried_at is not None and decision.dropped_at is None
    return decision.by_id == by.pk and decision.kind == Kind.HIDE and stands


def _was_put_back(thing: Thing, *, since: datetime) -> bool:
    made = Decision.objects.filter(case__in=thing.cases.values("pk"), carried_at__isnull=False)
    return made.filter(dropped_at__gt=since).exists()


def _is_out_of_her_hands(case: Case, thing: Thing) -> bool:
    """She sees nothing of what stands in a case, so of nothing that takes two pairs of eyes or a
    manager may her word be the last."""
    of_managers = Q(kind__in=rules.OF_MANAGERS) | Q(by__in=managers().values("pk"))
    made = Decision.objects.filter(case__in=thing.cases.values("pk"), dropped_at=None)
    stands = made.filter(of_managers | Q(appeals__upheld__isnull=False))
    return stands.exists() or Unveiling.objects.filter(case=case).exists()


def _refuse_late(case: Case, after: int) -> None:
    last = case.decisions.order_by("-pk").first()
    if case.closed_at is not None and last is not None and last.pk != after:
        raise Refused(
            _("Somebody else just decided this: %(kind)s. Yours was not sent.")
            % {"kind": last.get_kind_display()}
        )
    if case.closed_at is not None or (last is not None and last.pk != after):
        raise something_happened()


def reason_given(reason: str) -> str:
    missing = _("Write why. Who it is about reads it.")
    return words_said(reason, missing=missing, field="reason", limit=LONGEST)


def _until(kind: str, days: int, at: datetime) -> datetime | None:
    if kind == Kind.LIMIT:
        return at + timedelta(days=days)
    return at + rules.TIME_TO_CHANGE if kind == Kind.CHANGE else None


def carry_out(by: Actor, *, decision: Decision, at: datetime) -> None:
    """Inside the transaction of the action that decides. What is asked to change stays open."""
    case = decision.case
    if decision.kind in (Kind.HIDE, Kind.REMOVE) and case.thing is not None:
        knowledge.take_away(by, thing=case.thing, at=at)
    if decision.kind == Kind.HIDE and case.elsewhere:
        hide_elsewhere(uri=case.elsewhere, at=at)
    if decision.kind == Kind.REMOVE and case.answer_elsewhere is not None:
        remove_answer_elsewhere(answer=case.answer_elsewhere, at=at)
    if decision.kind == Kind.LIMIT and case.author is not None and decision.until is not None:
        knowledge.limit_writing(actor=case.author, until=decision.until)
    decision.carried_at = at
    decision.save(update_fields=["carried_at"])
    if decision.kind != Kind.CHANGE:
        case.closed_at = at
        case.save(update_fields=["closed_at"])


@transaction.atomic
def confirm_removal(by: Actor, *, decision: Decision) -> Decision:
    """The second pair of eyes sees it like the first. Raises Case.DoesNotExist."""
    case = held_case(by, decision.case)
    held = Decision.objects.get(pk=decision.pk, case=case)
    if not held.waits:
        raise something_happened()
    if not queries.may_confirm(by, held):
        raise Refused(_("A second network manager confirms this."))
    held.case = case
    held.confirmed_by = by
    held.save(update_fields=["confirmed_by"])
    carry_out(by, decision=held, at=now())
    record(by, "confirmed_removal", held, audience=Audience.PARTIES)
    return held
