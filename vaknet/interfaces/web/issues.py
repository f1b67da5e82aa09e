"""Issues to read, and the covers that are drawn for them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import queries, rules
from vaknet.domain.journal.queries import Front
from vaknet.domain.journal.reading import IssueView
from vaknet.engine.layout.facade import draw
from vaknet.engine.layout.facade_svg import svg
from vaknet.interfaces.web.http import Request

# The number says all that there is to draw. It holds no secret: everybody may have it.
KEEP = "public, max-age=31536000, immutable"


@require_safe
def cover(request: Request, number: str) -> HttpResponse:
    drawing = svg(draw(int(number)))
    return HttpResponse(drawing, content_type="image/svg+xml", headers={"Cache-Control": KEEP})


def cover_in_words(number: int) -> str:
    houses = len(draw(number).houses)
    return _("A drawing of %(houses)d canal houses by the water.") % {"houses": houses}


def issue_page(
    request: Request, group: Group, issue: IssueView, front: Front | None, *, is_front: bool
) -> HttpResponse:
    """`is_front`: it stands on the front page of its group, as the current one."""
    context = {
        "group": group,
        "issue": issue,
        "front": front,
        "is_front": is_front,
        "cover_words": cover_in_words(issue.number),
    }
    return render(request, "journal/issue.html", context | of_reader(request.viewer, group))


def of_reader(viewer: Actor | None, group: Group) -> dict[str, Any]:
    """What she may do beside reading."""
    return {
        "membership": groups.membership(viewer, group),
        "may_edit": rules.may_edit(queries.my_duties(viewer, group)),
    }
