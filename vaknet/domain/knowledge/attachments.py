"""Pictures and files, for whoever may read what they hang on."""

from dataclasses import dataclass
from hashlib import sha256

from django.db.models import QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.articles import is_author, readable_posts
from vaknet.domain.knowledge.models import AttachedFile, Attachment, Post
from vaknet.kit.documents import Document
from vaknet.kit.pictures import Whole

# At most on one text, and of all that somebody attached within a day.
MOST = 10
MOST_A_DAY = 40


@dataclass(frozen=True)
class Attached:
    """What came out of the kit, so nothing of the file as it was sent. Of a picture without a
    `description` its author said that it tells nothing.
    """

    what: Whole | Document
    description: str = ""

    @property
    def digest(self) -> str:
        files = self.files
        return sha256(b"".join(files[side] for side in sorted(files))).hexdigest()

    @property
    def files(self) -> dict[int, bytes]:
        """By their longest side; a file that is no picture has 0."""
        if isinstance(self.what, Whole):
            return {one.size: one.content for one in self.what.renditions}
        return {0: self.what.content}


def attached_to(post: Post) -> QuerySet[Attachment]:
    """Of something that she may read, in the order they came."""
    return Attachment.objects.filter(post=post).order_by("pk")


def visible_attachments(viewer: Actor | None) -> QuerySet[Attachment]:
    return Attachment.objects.filter(post__in=readable_posts(viewer))


def attached_file(viewer: Actor | None, pk: int, side: int = 0) -> AttachedFile:
    """Raises AttachedFile.DoesNotExist for one that is not there, and for one on something that
    she may not read.
    """
    rows = AttachedFile.objects.select_related("attachment")
    return rows.get(attachment__in=visible_attachments(viewer), attachment=pk, side=side)


def post_to_attach_to(viewer: Actor, pk: int) -> Post:
    """Her own post, or an article of which she is an author. Raises Post.DoesNotExist otherwise."""
    post = readable_posts(viewer).select_related("author").get(pk=pk)
    if not is_author(viewer, post):
        raise Post.DoesNotExist
    return post


def own_attachments(viewer: Actor) -> QuerySet[Attachment]:
    """On what she wrote, also what she took back: for herself, to take along."""
    return Attachment.objects.filter(post__author=viewer).order_by("pk")
