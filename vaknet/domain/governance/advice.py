"""What moderators asked one another about a case, for those who may decide it."""

from dataclasses import dataclass

from vaknet.domain.activity.models import Actor
from vaknet.domain.governance import rules
from vaknet.domain.governance.models import Advice, Case
from vaknet.domain.governance.moderators import has_colleagues


@dataclass(frozen=True)
class AdviceView:
    """What was asked and answered, the oldest first; and what this one moderator may do.

    `asked` waits for her answer.
    """

    said: list[Advice]
    may_ask: bool
    asked: Advice | None


def advice(viewer: Actor, case: Case) -> AdviceView:
    """Of a case that `queries.case` gave her."""
    said = list(case.advice.select_related("by", "answered_by").order_by("pk"))
    has_others = has_colleagues(viewer, case)
    asked = (one for one in said if rules.may_give_advice(viewer, case, one))
    return AdviceView(
        said=said,
        may_ask=rules.may_ask_advice(case, said, has_colleagues=has_others),
        asked=next(asked, None),
    )
