"""Taking everything along: ask for the file, see how far it is, fetch it."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.leaving import actions, files, queries
from vaknet.domain.leaving.models import Archive
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def my_data(request: Request) -> HttpResponse:
    """POST asks for the file; the page then says how far it is, by itself where it can."""
    viewer = viewer_of(request)
    if request.method == "POST":
        actions.ask_archive(viewer)
        messages.success(request, _("We are making your file. You may close this page meanwhile."))
        return HttpResponseRedirect(reverse("my-data"), status=303)
    part = "leaving/my_data.html#archive" if request.htmx else "leaving/my_data.html"
    return render(request, part, archive_context(viewer))


def archive_context(viewer: Actor) -> dict[str, object]:
    archive = queries.last_archive(viewer)
    until = archive.asked_at + queries.KEPT if archive else None
    return {"archive": archive, "kept_until": until}


@never_cache
@require_safe
@members_only
def fetch_archive(request: Request, pk: int) -> FileResponse:
    """The file, as a stream."""
    viewer = viewer_of(request)
    try:
        archive = queries.archive(viewer, pk)
    except Archive.DoesNotExist as missing:
        raise Http404 from missing
    name = f"vaknet-{slugify(viewer.name)}-{archive.asked_at:%Y-%m-%d}.zip"
    content = files.path(archive.name).open("rb")
    return FileResponse(content, as_attachment=True, filename=name)
