"""For the stewards of a group: whether members of partner networks may ask to come in."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.refusal import Refused
from vaknet.domain.visiting import actions, queries
from vaknet.domain.visiting.models import Visitor
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.group_care import group_of_steward
from vaknet.interfaces.web.http import Request, id_in


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def visitors(request: Request, handle: str) -> HttpResponse:
    found, viewer = group_of_steward(request, handle), viewer_of(request)
    here = queries.visitors_in(viewer, found)
    if request.method == "POST":
        act = request.POST.get("act")
        try:
            if act == "open":
                ticked = set(request.POST.getlist("network"))
                chosen = [one for one in queries.hosts() if str(one.pk) in ticked]
                actions.open_to_visitors(viewer, group=found, networks=chosen)
                messages.success(request, _("Members of these networks may ask to come in."))
            elif act == "close":
                actions.close_to_visitors(viewer, group=found)
                messages.success(request, _("The group is for members of this network alone."))
            elif act == "out":
                visitor = here.get(pk=id_in(request.POST.get("number", "")))
                actions.show_out(viewer, visitor=visitor, group=found)
                name = {"name": visitor.actor.name}
                messages.success(request, _("%(name)s is not in the group any more.") % name)
        except Refused as refused:
            messages.error(request, str(refused.message))
        except Visitor.DoesNotExist as missing:
            raise Http404 from missing
        return HttpResponseRedirect(reverse("group-visitors", args=[handle]), status=303)
    opening = queries.opening_of(found)
    context = {
        "group": found,
        "opening": opening,
        "named": list(queries.networks_named(opening)),
        "partners": list(queries.hosts()),
        "may_open": found.admission in queries.WAYS_IN,
        "visitors": here,
    }
    return render(request, "groups/visitors.html", context)
