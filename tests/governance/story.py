"""What these stories begin with: two managers, a group with a steward, and something to report."""

from vaknet.domain.activity.models import Actor
from vaknet.domain.governance import actions, queries
from vaknet.domain.governance.models import Case, Decision, Report, Thing

WHY = "Dit gaat over Marit en niet over de dakkapel (huisregel 3)."


def second_manager(person: Actor) -> Actor:
    assert actions.appoint_manager(handle=person.handle)
    return person


def reported(by: Actor, thing: Thing, reason: str = "personal", text: str = "") -> Report:
    return actions.report(by, thing=thing, reason=reason, text=text)


def decided(by: Actor, case: Case, kind: str, **more: object) -> Decision:
    last = queries.case(by, case.pk).last
    after = last.pk if last else 0
    return actions.decide(by, case=case, kind=kind, reason=WHY, after=after, **more)
