"""A question put to a few people at once: what its page tells of that."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding.queries import Fitting
from vaknet.domain.knowledge.queries import QuestionView
from vaknet.domain.knowledge.rules import REQUESTS_A_DAY
from vaknet.domain.routing import queries
from vaknet.domain.routing.why import why_you
from vaknet.interfaces.web.finder import hint_of, marked, source_url


@dataclass(frozen=True)
class Proposed:
    """Somebody who may know it, the first reason why, and where that can be looked at."""

    actor: Actor
    lead: str
    text: SafeString
    hint: str
    url: str
    kind: str


def at_question(viewer: Actor | None, view: QuestionView) -> dict[str, Any]:
    """To the asker, to who is asked, and to nobody else."""
    if viewer is None:
        return {}
    if view.is_mine:
        found = queries.routing_at(viewer, view.question)
        return {
            "routing": found,
            "most": REQUESTS_A_DAY,
            "proposed": [_proposed(one) for one in found.proposed],
            "by_name": [one for one in view.requested if one not in found.asked],
        }
    asked = queries.put_to_her(viewer, view.question.pk) if view.is_requested else None
    return {"put_to_me": asked, "why_me": why_you(asked) if asked else ""}


def _proposed(one: Fitting) -> Proposed:
    reason = one.reason
    kinds = {"answer": reason.answer, "article": reason.article, "session": reason.session}
    kind = next((name for name, source in kinds.items() if source), "profile")
    url = source_url(reason)
    return Proposed(one.actor, reason.lead, marked(reason), hint_of(reason), url, kind)
