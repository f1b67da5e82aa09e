"""My roles: add one, change one, remove one; and tell of it, when she chooses to."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.people import actions, domains, queries
from vaknet.domain.people.models import Role
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web import undo
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.people import RoleForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.my_profile import back, own_or_404, saved
from vaknet.interfaces.web.shown_to import shown_to


@require_POST
@members_only
def add_role(request: Request) -> HttpResponse:
    form = RoleForm(request.POST)

    def add(by: Actor) -> None:
        with transaction.atomic():
            _announce(by, actions.add_role(by, **form.role()), form)

    return saved(request, "roles", form, add, said=_("Role added."))


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def change_role(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    role = own_or_404(queries.own_role, viewer, pk)
    form = RoleForm(request.POST or None, initial=RoleForm.initial_of(role))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                changed = actions.change_role(viewer, role=role, **form.role())
                _announce(viewer, changed, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Role changed."))
            if role.until is None and domains.gets_mail_through(viewer, changed):
                messages.info(request, _keep_getting_mail(viewer))
            return back(request, "roles")
    context = {"role": role, "form": form, "shown_to": shown_to(viewer)}
    status = 422 if request.method == "POST" else 200
    return render(request, "people/my_role.html", context, status=status)


@require_POST
@members_only
def remove_role(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    role = own_or_404(queries.own_role, viewer, pk)
    actions.remove_role(viewer, role=role)
    undo.keep(request, "role", _role_as_typed(role))
    return back(request, "roles")


def _keep_getting_mail(viewer: Actor) -> SafeString:
    said = _("Your mail goes to %(address)s. Is that of this employer? Then add one of your own.")
    return format_html(
        '{} <a href="{}#addresses">{}</a>',
        said % {"address": viewer.account.email},
        reverse("sign-in-options"),
        _("Your mail addresses"),
    )


def _announce(by: Actor, role: Role, form: RoleForm) -> None:
    """Only what she ticks; when that cannot be, the role is not written either."""
    if form.cleaned_data["announce"]:
        connections.announce_role(by, role=role, text=form.cleaned_data["words"])


def _role_as_typed(role: Role) -> dict[str, str]:
    return {field: str(value) for field, value in RoleForm.initial_of(role).items()}
