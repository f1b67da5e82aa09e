"""What somebody looks like: the pictures themselves, and showing or removing one's own."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions
from vaknet.domain.people.models import PhotoFile
from vaknet.domain.people.photos import photo_file
from vaknet.interfaces.web import undo
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.photo import PhotoForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.my_profile import back, saved

# The address changes with the picture. Not a year: what was taken off is not to lie about so long.
KEEP = "private, max-age=2592000, immutable"


@require_safe
def photo(request: Request, handle: str, name: str, size: str, format: str) -> HttpResponse:
    """For a guest there is none at any address: a picture leads nobody to the door."""
    try:
        file = photo_file(request.viewer, handle, name=name, size=int(size), format=format)
    except PhotoFile.DoesNotExist as missing:
        raise Http404 from missing
    headers = {"Cache-Control": KEEP, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(file.content), content_type=f"image/{file.format}", headers=headers)


@require_POST
@members_only
def change_photo(request: Request) -> HttpResponse:
    form = PhotoForm(request.POST, request.FILES)

    def change(by: Actor) -> None:
        actions.set_photo(by, squares=form.cleaned_data["photo"])

    return saved(request, "photo", form, change, said=_("This is your photo now."))


@require_POST
@members_only
def remove_photo(request: Request) -> HttpResponse:
    if actions.remove_photo(viewer_of(request)):
        undo.keep(request, "photo", {"text": _("your photo")})
    return back(request, "photo")
