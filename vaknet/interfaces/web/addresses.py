"""My mail addresses: adding one, proving it by its letter, choosing the one for mail, removing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.links import LinkBroken, LinkExpired, read_token
from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions, queries
from vaknet.domain.people.addresses import PROVE
from vaknet.domain.people.models import MailAddress
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.accounts import AddressForm
from vaknet.interfaces.web.fresh import is_fresh
from vaknet.interfaces.web.how_often import too_often
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.ways_in import not_fresh, options, options_page


@require_POST
@members_only
def add_address(request: Request) -> HttpResponse:
    """The same answer for every address; whose it is shows in the letter to it."""
    if not is_fresh(request):
        return not_fresh(request)
    form = AddressForm(request.POST)
    status = 422
    if form.is_valid():
        if too_often(request, "add_address", request.user.pk):
            form.add_error("email", _("You added many addresses today. Try again tomorrow."))
            status = 429
        elif _add(request, form):
            return options()
    return options_page(request, form, status=status)


def _add(request: Request, form: AddressForm) -> bool:
    email = form.cleaned_data["email"]
    try:
        actions.add_address(viewer_of(request), email=email)
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("A letter to %(address)s is on its way.") % {"address": email})
    return True


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def prove_address(request: Request, token: str) -> HttpResponse:
    """By the link in the letter, for who asked for it: who else opens it learns nothing."""
    viewer = viewer_of(request)
    try:
        address = _asked(request, viewer, token)
    except (LinkBroken, LinkExpired, MailAddress.DoesNotExist):
        return render(request, "accounts/no_proof.html", status=404)
    if request.method != "POST":
        return render(request, "accounts/prove.html", {"address": address})
    try:
        actions.prove_address(viewer, pk=address.pk)
    except Refused as refused:
        messages.warning(request, str(refused.message))
    else:
        told = _("You can sign in with %(address)s now.") % {"address": address.email}
        messages.success(request, told)
    return options()


def _asked(request: Request, viewer: Actor, token: str) -> MailAddress:
    grant = read_token(token)
    if (grant.actor_id, grant.purpose) != (viewer.pk, PROVE):
        raise LinkBroken
    return queries.own_address(request.user, grant.object_id)


@require_POST
@members_only
def choose_address(request: Request, pk: int) -> HttpResponse:
    address = _own(request, pk)
    if not is_fresh(request):
        return not_fresh(request)
    if address.since is None:
        raise Http404
    chosen = actions.choose_address(viewer_of(request), pk=pk)
    messages.success(request, _("Your mail goes to %(address)s now.") % {"address": chosen.email})
    return options()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def remove_address(request: Request, pk: int) -> HttpResponse:
    """GET asks."""
    address = _own(request, pk)
    if not is_fresh(request):
        return not_fresh(request)
    if request.method != "POST":
        return render(request, "accounts/remove_address.html", {"address": address})
    try:
        actions.remove_address(viewer_of(request), pk=pk)
    except Refused as refused:
        messages.warning(request, str(refused.message))
    else:
        messages.success(request, _("Removed: %(what)s.") % {"what": address.email})
    return options()


def _own(request: Request, pk: int) -> MailAddress:
    try:
        return queries.own_address(request.user, pk)
    except MailAddress.DoesNotExist as unknown:
        raise Http404 from unknown
