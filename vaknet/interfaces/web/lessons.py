"""What the finder may learn from: a page on which somebody was chosen, and who stays out."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.learning import actions, queries, rules
from vaknet.domain.learning.queries import Lesson
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request

FROM = "uit"
LOG = logging.getLogger(__name__)


def keep(lesson: Lesson | None) -> None:
    """After the page is made. What cannot be kept is no reason to keep the page from her."""
    if lesson is None or not lesson.is_kept:
        return
    try:
        actions.note_search(
            asker=lesson.asker, placed=lesson.placed, usual=lesson.usual, trial=lesson.trial
        )
    except DatabaseError as error:
        LOG.warning("What the finder showed was not kept: %s", type(error).__name__)


def choices_count(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page about one person that results lead to. The key in the link goes from the address at
    once: whoever copies the address gives nothing along. A form that was sent holds it too."""

    @wraps(view)
    def counted(request: Request, handle: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.viewer is None:
            return view(request, handle, *args, **kwargs)
        if request.method != "POST" and FROM in request.GET:
            if request.method == "GET":  # who only asks for the head of a page did not open it
                _choose(request, handle, request.GET[FROM])
            query = request.GET.copy()
            del query[FROM]
            clean = f"?{query.urlencode()}" if query else ""
            return HttpResponseRedirect(f"{request.path}{clean}")
        if request.method == "POST" and FROM in request.POST:
            _choose(request, handle, request.POST[FROM])
        return view(request, handle, *args, **kwargs)

    return counted


def _choose(request: Request, handle: str, text: str) -> None:
    """Whatever the key is, the answer is the same, by the same statement; by none if it is no key
    by its form, which tells of nobody."""
    if not rules.is_on():
        return
    try:
        key = UUID(hex=text)
    except ValueError:
        return
    try:
        actions.choose(asker=viewer_of(request), handle=handle, key=key)
    except DatabaseError as error:
        LOG.warning("Who was chosen was not kept: %s", type(error).__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def my_lessons(request: Request) -> HttpResponse:
    """She may stay out also before the network turns learning on."""
    viewer = viewer_of(request)
    if request.method == "POST":
        if request.POST.get("act") == "out":
            actions.stay_out(viewer)
            messages.success(request, _("Nothing is learned from you. What was kept is gone."))
        else:
            actions.take_part(viewer)
            messages.success(request, _("We may learn from you again."))
        return HttpResponseRedirect(reverse("my-lessons"), status=303)
    context = {
        "stays_out": queries.stays_out(viewer),
        "is_on": rules.is_on(),
        "days": rules.kept().days,
    }
    return render(request, "finder/my_lessons.html", context)
