"""Who may report, decide, and appeal. What is needed is given: no rule asks the database."""

from datetime import datetime, timedelta

from vaknet.domain.activity.models import Actor
from vaknet.domain.governance.models import Decision, Kind, Thing

# Six months, as the Digital Services Act has it (art. 20).
TERM_OF_APPEAL = timedelta(days=183)
TIME_TO_CHANGE = timedelta(days=1)
# What reaches further than one group is for who looks after all of it.
OF_MANAGERS = (Kind.LIMIT, Kind.REMOVE)


def may_report(person: Actor, thing: Thing) -> bool:
    return thing.author_id != person.pk


def kinds_for(*, is_manager: bool) -> list[Kind]:
    return [kind for kind in Kind if is_manager or kind not in OF_MANAGERS]


def may_appeal(decision: Decision, now: datetime, *, is_author: bool) -> bool:
    """The author against what was done; who reported against that nothing was."""
    if decision.carried_at is None or now > decision.carried_at + TERM_OF_APPEAL:
        return False
    return is_author != (decision.kind == Kind.LEAVE)
