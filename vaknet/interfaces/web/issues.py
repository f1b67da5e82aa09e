"""Issues to read, and the covers that are drawn for them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import queries, rules
from vaknet.domain.journal.models import CoverFile, CoverPhoto
from vaknet.domain.journal.queries import Front
from vaknet.domain.journal.reading import IssueView
from vaknet.engine.layout.facade import draw
from vaknet.engine.layout.facade_svg import svg
from vaknet.interfaces.web.attachments import SANDBOX, picture
from vaknet.interfaces.web.http import Request

# The number says all that there is to draw. It holds no secret: everybody may have it.
KEEP = "public, max-age=31536000, immutable"


@require_safe
def cover(request: Request, number: str) -> HttpResponse:
    drawing = svg(draw(int(number)))
    return HttpResponse(drawing, content_type="image/svg+xml", headers={"Cache-Control": KEEP})


@require_safe
@csp_override(SANDBOX)
def cover_photo(request: Request, pk: int, side: int) -> HttpResponse:
    """For whoever reads the issue; nowhere else is there anything, for anybody."""
    try:
        file = queries.cover_file(request.viewer, pk, side)
    except CoverFile.DoesNotExist as missing:
        raise Http404 from missing
    return picture(bytes(file.content), f"cover-{pk}.webp")


def cover_in_words(number: int, photo: CoverPhoto | None = None) -> str:
    """Of a photo its own words, which may be none."""
    if photo is not None:
        return photo.description
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
        "cover_words": cover_in_words(issue.number, issue.photo),
    }
    return render(request, "journal/issue.html", context | of_reader(request.viewer, group))


def of_reader(viewer: Actor | None, group: Group) -> dict[str, Any]:
    """What she may do beside reading."""
    return {
        "membership": groups.membership(viewer, group),
        "may_edit": rules.may_edit(queries.my_duties(viewer, group)),
    }
