"""Keeping what somebody attaches, inside the transaction of the action that writes."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.attachments import MOST, MOST_A_DAY, Attached
from vaknet.domain.knowledge.models import AttachedFile, Attachment, Post
from vaknet.domain.people.actions.words import line
from vaknet.domain.refusal import Refused
from vaknet.kit.documents import Document
from vaknet.kit.pictures import Whole

DAY = timedelta(days=1)


def keep(by: Actor, post: Post, attached: Attached) -> tuple[Attachment, bool]:
    """With whether it is new: the same picture or file twice is one."""
    digest = attached.digest
    same = Attachment.objects.filter(post=post, digest=digest).first()
    if same is not None:
        return same, False
    _refuse_too_many(by, post)
    files = attached.files
    made = Attachment.objects.create(
        post=post,
        description=description_of(attached.description),
        digest=digest,
        bytes=sum(map(len, files.values())),
        **_about(attached.what),
    )
    AttachedFile.objects.bulk_create(
        AttachedFile(attachment=made, side=side, content=content) for side, content in files.items()
    )
    return made, True


def _about(what: Whole | Document) -> dict[str, Any]:
    if isinstance(what, Whole):
        return {"kind": Attachment.PICTURE, "width": what.width, "height": what.height}
    return {"kind": what.kind, "name": what.name}


def description_of(text: str) -> str:
    return line(text, limit=500, field="description")


def _refuse_too_many(by: Actor, post: Post) -> None:
    if Attachment.objects.filter(post=post).count() >= MOST:
        raise Refused(_("At most 10 pictures and files fit here. Remove one first."), field="file")
    lately = Q(post__author=by, attached_at__gt=now() - DAY)
    if Attachment.objects.filter(lately).count() >= MOST_A_DAY:
        raise Refused(_("You attached 40 things today. Tomorrow you can go on."), field="file")
