"""The last letter to somebody on paper: a page or a folded card to print, and a file."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.paper import queries
from vaknet.domain.paper.models import PaperAsk, PaperMember
from vaknet.domain.people.apart import are_apart
from vaknet.interfaces.web.connections import back_to
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.paper import kept_or_404
from vaknet.kit.markdown import in_words
from vaknet.kit.pdf import MEGABYTE, Limits, Paper, Unprintable, pdf

HERE = Path(__file__).parent
STYLE = HERE / "templates" / "paper" / "print" / "style.css"
FONTS = ("newsreader-display-normal.woff2", "atkinson-next-normal.woff2")
ANSWER_WITHIN = timedelta(days=14)
# A few asks of some lines each take a second; what takes longer is no letter.
LIMITS = Limits(content=2 * MEGABYTE, memory=512 * MEGABYTE, seconds=10, wait=3)


@dataclass(frozen=True)
class Printed:
    """An ask as it stands on paper. `by`: who asked, as the steward may know it."""

    number: int
    title: str
    words: str
    by: str
    at: datetime

    @classmethod
    def of(cls, ask: PaperAsk, steward: Actor) -> "Printed":
        question, author = ask.question, ask.question.author
        is_hidden = author.is_unnamed or are_apart(steward, author)
        by = _("A member of this group") if is_hidden else author.name
        return cls(ask.number, question.title, in_words(question.body_html), by, question.asked_at)


@never_cache
@require_safe
@members_only
def letter(request: Request, pk: int) -> HttpResponse:
    return _page(request, pk, "paper/letter.html")


@never_cache
@require_safe
@members_only
def card(request: Request, pk: int) -> HttpResponse:
    return _page(request, pk, "paper/card.html")


@never_cache
@require_safe
@members_only
def letter_file(request: Request, pk: int) -> HttpResponse:
    """Made while the steward waits: it is small, and of nobody else."""
    paper = kept_or_404(request, pk)
    shown = _shown(request, paper)
    if shown is None:
        return _nothing_yet(request, pk)
    try:
        content = pdf(_paper(request, shown), LIMITS)
    except Unprintable:
        messages.error(request, _("There is no file now. Print the page instead."))
        return back_to("paper-letter", pk)
    headers = {"Content-Disposition": f'inline; filename="{paper.actor.handle}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _page(request: Request, pk: int, template: str) -> HttpResponse:
    shown = _shown(request, kept_or_404(request, pk))
    return _nothing_yet(request, pk) if shown is None else render(request, template, shown)


def _nothing_yet(request: Request, pk: int) -> HttpResponse:
    messages.info(request, _("Make a letter first."))
    return back_to("paper-member", pk)


def _shown(request: Request, paper: PaperMember) -> dict[str, Any] | None:
    asks = queries.last_letter(paper)
    if not asks:
        return None
    day = timezone.localdate(asks[0].last_at)
    back_by = day + ANSWER_WITHIN
    viewer = viewer_of(request)
    return {
        "paper": paper,
        "asks": [Printed.of(ask, viewer) for ask in asks],
        "day": day,
        "back_by": back_by,
        "viewer": viewer,
        "network_name": settings.NETWORK_NAME,
    }


def _paper(request: Request, shown: dict[str, Any]) -> Paper:
    fonts = {name: (HERE / "static" / "fonts" / name).read_bytes() for name in FONTS}
    return Paper(
        html=render_to_string("paper/print/letter.html", shown),
        css=STYLE.read_text(encoding="utf-8"),
        address=urljoin(settings.BASE_URL, request.path),
        files=fonts,
    )
