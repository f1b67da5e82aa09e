"""The languages that I speak: add one, remove one."""

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions
from vaknet.interfaces.web import undo
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.languages import LanguageForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.my_profile import back, saved
from vaknet.kit import languages


@require_POST
@members_only
def add_language(request: Request) -> HttpResponse:
    form = LanguageForm(request.POST)

    def add(by: Actor) -> None:
        actions.add_language(by, code=form.cleaned_data["language"])

    return saved(request, "languages", form, add, said=_("Language added."))


@require_POST
@members_only
def remove_language(request: Request, code: str) -> HttpResponse:
    if actions.remove_language(viewer_of(request), code=code):
        name = languages.name(code, get_language() or "nl")
        undo.keep(request, "language", {"text": name, "code": code})
    return back(request, "languages")
