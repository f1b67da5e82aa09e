"""Who may report, decide, and appeal. What is needed is given: no rule asks the database."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from vaknet.domain.activity.models import Actor
from vaknet.domain.governance.models import Advice, Case, Decision, Kind, Thing, Unveiling

# Six months, as the Digital Services Act has it (art. 20).
TERM_OF_APPEAL = timedelta(days=183)
APPEAL_ELSEWHERE = "appeal_elsewhere"  # what a link to somebody on another network is for
TIME_TO_CHANGE = timedelta(days=1)
# What reaches further than one group is for who looks after all of it.
OF_MANAGERS = (Kind.LIMIT, Kind.REMOVE)


def may_report(person: Actor, thing: Thing) -> bool:
    return thing.author_id != person.pk


def kinds_for(case: Case, *, is_manager: bool) -> list[Kind]:
    """What others said on another network nobody here can change, and removed it is hidden. Its
    network is limited at a page of its own. What one of ours answered there is left, or removed
    for good. Of an account as such there are no words to take away, and a group does not write.
    """
    if case.elsewhere:
        return [Kind.LEAVE, Kind.HIDE]
    if case.answer_elsewhere_id is not None:
        return [Kind.LEAVE, Kind.LIMIT, Kind.REMOVE]
    if case.is_account:
        is_person = case.author is not None and case.author.kind == Actor.Kind.PERSON
        return [Kind.LEAVE, Kind.LIMIT] if is_person and is_manager else [Kind.LEAVE]
    return [kind for kind in Kind if is_manager or kind not in OF_MANAGERS]


def may_appeal(decision: Decision, now: datetime, *, is_author: bool) -> bool:
    """The author against what was done; who reported against that nothing was."""
    if decision.carried_at is None or decision.dropped_at is not None:
        return False
    if now > decision.carried_at + TERM_OF_APPEAL:
        return False
    return is_author != (decision.kind == Kind.LEAVE)


def may_ask_advice(case: Case, said: Iterable[Advice], *, has_colleagues: bool) -> bool:
    """One question at a time, so that nobody gets letter upon letter."""
    is_asked = any(one.answered_at is None for one in said)
    return case.closed_at is None and has_colleagues and not is_asked


def may_give_advice(person: Actor, case: Case, asked: Advice) -> bool:
    return case.closed_at is None and asked.answered_at is None and asked.by_id != person.pk


def may_propose_unveiling(case: Case, held: Unveiling | None) -> bool:
    """Of what was said without a name, as long as it is not decided. Who proposed and left before
    anybody agreed does not stand in the way.
    """
    is_unnamed = case.author is not None and case.author.is_pseudonym
    is_free = held is None or (held.by_id is None and held.confirmed_at is None)
    return case.closed_at is None and is_unnamed and is_free


def may_confirm_unveiling(person: Actor, case: Case, held: Unveiling) -> bool:
    """Another than who proposed it, also when there is nobody else."""
    waits = held.confirmed_at is None and case.closed_at is None
    return waits and held.by_id not in (None, person.pk)


def may_read_name(person: Actor, case: Case, held: Unveiling) -> bool:
    if held.confirmed_at is None or case.closed_at is not None:
        return False
    return person.pk in (held.by_id, held.confirmed_by_id)
