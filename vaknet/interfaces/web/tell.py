"""Tell me when there is an answer: on this device, or by mail; and which devices tell me."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vaknet.domain.pushing import actions, queries
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web import devices
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.questions import to_question, visible_question
from vaknet.kit.web_push import Subscription


@require_POST
@members_only
def tell_me(request: Request, pk: int) -> HttpResponse:
    """With what the browser gave when she allowed it to show messages; without it, by mail."""
    viewer, question = viewer_of(request), visible_question(request, pk)
    if request.POST.get("act") == "stop":
        actions.take_back_wish(viewer, question=question)
        messages.success(request, _("We do not tell you any more."))
        return to_question(pk, "tell-me")
    given = {name: request.POST.get(name, "") for name in ("endpoint", "key", "secret")}
    by_mail = not given["endpoint"]
    try:
        if not by_mail:
            devices.allow(request, viewer, Subscription(**given))
    except Refused as refused:
        messages.error(request, str(refused.message))
        return to_question(pk, "tell-me")
    actions.wish_for_answer(viewer, question=question, by_mail=by_mail)
    messages.success(request, _("Good. We tell you when there is an answer."))
    return to_question(pk, "tell-me")


@require_safe
@members_only
def my_devices(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "devices": queries.devices(viewer),
        "wishes": queries.wishes(viewer),
        "session": request.session.session_key,
    }
    return render(request, "people/devices.html", context)


@require_POST
@members_only
def stop_device(request: Request, pk: int) -> HttpResponse:
    """Twice is no mistake: it is stopped."""
    actions.stop_device(viewer_of(request), pk=pk)
    devices.forget_what_is_gone(request)
    messages.success(request, _("That device gets no messages any more."))
    return HttpResponseRedirect(reverse("my-devices"), status=303)
