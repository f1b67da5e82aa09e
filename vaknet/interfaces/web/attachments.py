"""Pictures and files on what somebody posted: the things themselves, and one's own to change."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.knowledge import actions, attachments
from vaknet.domain.knowledge.articles import is_draft
from vaknet.domain.knowledge.models import AttachedFile, Attachment, Post
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.attachments import AttachmentForm, ChangedDescriptionForm
from vaknet.interfaces.web.http import Request
from vaknet.kit.documents import MEDIA_TYPES

# A picture at an address is always the same. Not longer: what was taken away is not to lie about.
KEEP_PICTURE = "private, max-age=86400, immutable"
KEEP_FILE = "private, no-cache"
# Opened by itself it is nobody's page: no script, no form, no address of ours.
SANDBOX = {"default-src": [CSP.NONE], "sandbox": "", "frame-ancestors": [CSP.NONE]}


@require_safe
@csp_override(SANDBOX)
def download(request: Request, pk: int, side: int = 0) -> HttpResponse:
    """For a guest too, where she reads the text; nowhere else is there anything, for anybody."""
    try:
        file = attachments.attached_file(request.viewer, pk, side)
    except AttachedFile.DoesNotExist as missing:
        raise Http404 from missing
    about = file.attachment
    if about.is_picture:
        return picture(bytes(file.content), f"{pk}.webp")
    return _handed_out(bytes(file.content), about.name, MEDIA_TYPES[about.kind], KEEP_FILE)


def picture(content: bytes, name: str) -> HttpResponse:
    """For who may see it, at an address of its own."""
    return _handed_out(content, name, "image/webp", KEEP_PICTURE)


def _handed_out(content: bytes, name: str, kind: str, keep: str) -> HttpResponse:
    headers = {
        "Cache-Control": keep,
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def attached(request: Request, pk: int) -> HttpResponse:
    """All on one's own post: one more, or other words for one, or one less."""
    post = _post_or_404(request, pk)
    is_sent = request.method == "POST"
    form = AttachmentForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.done(lambda _data: _attach(request, post, form)):
        return _back(pk)
    return _page(request, post, form, status=422 if is_sent else 200)


def _post_or_404(request: Request, pk: int) -> Post:
    try:
        return attachments.post_to_attach_to(viewer_of(request), pk)
    except Post.DoesNotExist as missing:
        raise Http404 from missing


def _page(
    request: Request,
    post: Post,
    form: AttachmentForm,
    bound: tuple[int, ChangedDescriptionForm] | None = None,
    *,
    status: int,
) -> HttpResponse:
    """`bound`: what was wrongly said of one of them, to be said better."""
    other = dict([bound] if bound else [])
    rows = [(one, other.get(one.pk) or _words(one)) for one in attachments.attached_to(post)]
    context = {
        "post": post,
        "back": reverse("make-article" if is_draft(post) else "conversation", args=[post.pk]),
        "form": form,
        "forms_with_errors": bound is not None,
        "rows": rows,
        "is_full": len(rows) >= attachments.MOST,
    }
    return render(request, "attachments/attached.html", context, status=status)


def _attach(request: Request, post: Post, form: AttachmentForm) -> None:
    chosen = form.attached()
    assert chosen is not None  # noqa: S101 -- the form asks for it
    try:
        actions.attach(viewer_of(request), post=post, attached=chosen)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, _("It is attached."))


def _words(one: Attachment) -> ChangedDescriptionForm | None:
    if not one.is_picture:
        return None
    told = {"description": one.description, "decorative": not one.description}
    return ChangedDescriptionForm(initial=told, prefix=str(one.pk))


@require_http_methods(["POST"])
@members_only
def change(request: Request, pk: int) -> HttpResponse:
    """Another description, or with `act=remove` gone."""
    viewer = viewer_of(request)
    rows = attachments.visible_attachments(viewer).select_related("post")
    one = get_object_or_404(rows, pk=pk)
    _post_or_404(request, one.post_id)
    if request.POST.get("act") == "remove":
        remove = partial(actions.remove_attachment, viewer, attachment=one)
        carry_out(request, remove, _("It is gone."))
        return _back(one.post_id)
    form = ChangedDescriptionForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        return _page(request, one.post, AttachmentForm(), (pk, form), status=422)
    describe = partial(
        actions.describe_attachment, viewer, attachment=one, description=form.words()
    )
    carry_out(request, describe, _("Saved."))
    return _back(one.post_id)


def _back(post: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("attachments", args=[post]), status=303)
