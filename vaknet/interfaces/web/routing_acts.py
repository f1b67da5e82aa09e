"""Putting one's question to a few people at once, and asking nobody else after all."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaknet.domain.groups import queries as groups
from vaknet.domain.knowledge.models import Question
from vaknet.domain.refusal import Refused
from vaknet.domain.routing import actions, queries
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.questions import to_question, visible_question

PLACE = "wie-weet-dit"


@require_POST
@members_only
def route(request: Request, pk: int) -> HttpResponse:
    """Who is ticked is asked; whoever cannot be seen in the group (any more) is not."""
    viewer = viewer_of(request)
    question = visible_question(request, pk)
    seats = groups.members(viewer, question.group)
    seats = seats.filter(actor__handle__in=request.POST.getlist("person"))
    people = [seat.actor for seat in seats]
    widens = "widen" in request.POST
    try:
        routing = actions.route_question(viewer, question=question, people=people, widens=widens)
    except Question.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        if {one.pk for one in people} <= queries.were_asked(routing):
            messages.success(request, _("Asked. You hear from us on an answer."))
        else:
            messages.info(request, _("You asked people for this question before."))
    return to_question(pk, PLACE)


@require_POST
@members_only
def stop(request: Request, pk: int) -> HttpResponse:
    try:
        actions.stop_routing(viewer_of(request), question=visible_question(request, pk))
    except Question.DoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, _("Fine. We ask nobody else."))
    return to_question(pk, PLACE)
