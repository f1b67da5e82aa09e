"""My pages elsewhere: add one, remove one, ask to look whether it links back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions
from vaknet.domain.people.links import own_link
from vaknet.domain.people.models import ProfileLink
from vaknet.interfaces.web import undo
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.links import LinkForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.my_profile import back, saved


@require_POST
@members_only
def add_link(request: Request) -> HttpResponse:
    form = LinkForm(request.POST)

    def add(by: Actor) -> None:
        actions.add_link(by, url=form.cleaned_data["url"])

    return saved(request, "links", form, add, said=_("Link added."))


@require_POST
@members_only
def on_link(request: Request, pk: int) -> HttpResponse:
    """Look now, or take it off."""
    viewer = viewer_of(request)
    try:
        link = own_link(viewer, pk)
    except ProfileLink.DoesNotExist as missing:
        raise Http404 from missing
    if request.POST.get("act") == "look":
        actions.ask_look_at_link(viewer, link=link)
        messages.success(request, _("We are looking. That takes a minute at most."))
    else:
        actions.remove_link(viewer, link=link)
        undo.keep(request, "link", {"text": link.short, "url": link.url})
    return back(request, "links")
