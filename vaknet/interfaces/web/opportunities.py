"""Opportunities: what is offered, one of them, and what she applied for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.opportunities import calendar, queries, rules, words
from vaknet.domain.opportunities.models import Opportunity
from vaknet.interfaces.web.doors import members_only, readers_only, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.opportunity_doors import of_opportunity
from vaknet.interfaces.web.pages import page_of

if TYPE_CHECKING:
    from vaknet.domain.opportunities.models.opportunities import SeenOpportunity

MINE = 50


@require_safe
def opportunities(request: Request) -> HttpResponse:
    """Guests see what everybody may know of."""
    return _listed(request, "opportunities/opportunities.html")


@require_safe
@readers_only
def in_group(request: Request, group: Group) -> HttpResponse:
    return _listed(request, "opportunities/in_group.html", group)


def _listed(request: Request, template: str, group: Group | None = None) -> HttpResponse:
    viewer, moment = request.viewer, now()
    is_past = request.GET.get("geweest") == "1"
    found = queries.past_opportunities if is_past else queries.open_opportunities
    rows = found(viewer, now=moment)
    if group is not None:
        rows = queries.of_group(rows, group)

    def some(start: int, end: int) -> "list[SeenOpportunity]":
        return list(rows[start:end])

    alone = viewer if group is None else None
    context = {
        "group": group,
        "page": page_of(request, some, size=queries.PER_PAGE),
        "is_past": is_past,
        "mine": queries.my_applications(alone)[:10] if alone else [],
        "reads": queries.to_read(alone)[:10] if alone else [],
        "drafts": queries.drafts(alone)[:10] if alone else [],
        "may_offer": _may_offer(viewer, group),
    }
    return render(request, template, context)


def _may_offer(viewer: Actor | None, group: Group | None) -> bool:
    if viewer is None:
        return False
    return group is None or groups.membership(viewer, group) is not None


@require_safe
@of_opportunity
def opportunity(request: Request, found: "SeenOpportunity") -> HttpResponse:
    viewer, moment = request.viewer, now()
    context = {
        "opportunity": found,
        "criteria": list(found.criteria.order_by("position")),
        "questions": list(found.questions.order_by("position")),
        "panel": queries.panel(viewer, found),
        "takes": rules.takes_applications(found, moment),
        "mine": queries.application(viewer, found),
        "schema": _schema(found),
        "address": f"{settings.BASE_URL}{reverse('opportunity', args=[found.pk])}",
    }
    return render(request, "opportunities/opportunity.html", context)


@dataclass(frozen=True)
class Schema:
    """What search engines read on a public page, in the words of schema.org."""

    type: str
    description: str
    posted: str
    closes: str
    where: str
    by: str
    is_free: str


def _schema(found: Opportunity) -> Schema | None:
    """A traineeship is work; all else is learning together."""
    if found.readers != Opportunity.Readers.PUBLIC or found.published_at is None:
        return None
    is_work = found.kind == Opportunity.Kind.TRAINEESHIP
    return Schema(
        type="JobPosting" if is_work else "EducationEvent",
        description=found.text or found.title,
        posted=localtime(found.published_at).date().isoformat(),
        closes=localtime(found.closes_at).isoformat(),
        where=words.where(found),
        by=words.offered_by(found),
        is_free="false" if found.costs else "true",
    )


@require_safe
@of_opportunity
def calendar_file(request: Request, found: "SeenOpportunity") -> HttpResponse:
    """Its period; the last hour to apply where none is told."""
    body = calendar.file(found, base_url=settings.BASE_URL)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="kans.ics"'
    return response


@require_safe
@members_only
def mine(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    rows = queries.my_applications(viewer)[:MINE]
    return render(request, "opportunities/mine.html", {"rows": rows, "now": now()})
