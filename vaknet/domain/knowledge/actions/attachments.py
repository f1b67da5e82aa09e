"""Pictures and files on what one posted."""

from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.knowledge import conversations
from vaknet.domain.knowledge.actions.keeping import description_of, keep
from vaknet.domain.knowledge.actions.posts import record_on
from vaknet.domain.knowledge.articles import is_author, readable_posts
from vaknet.domain.knowledge.attachments import Attached
from vaknet.domain.knowledge.models import Attachment, Post
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.refusal import Refused


@transaction.atomic
def attach(by: Actor, *, post: Post, attached: Attached) -> Attachment:
    """For who wrote it. Reading the file was done before: no transaction waits for that.

    Raises Post.DoesNotExist when she may not read it (any more).
    """
    one_at_a_time(by)
    held = _own_post(by, post)
    refuse_to_write(by, field="file")
    made, is_new = keep(by, held, attached)
    if is_new:
        _note(by, "attached", held)
    return made


@transaction.atomic
def describe_attachment(by: Actor, *, attachment: Attachment, description: str) -> Attachment:
    """Other words for who cannot see it; none says of a picture that it tells nothing."""
    held = _own_post(by, attachment.post)
    kept = Attachment.objects.get(pk=attachment.pk, post=held)
    words = description_of(description)
    if words == kept.description:
        return kept
    kept.description = words
    kept.save(update_fields=["description"])
    _note(by, "described_attachment", held)
    return kept


@transaction.atomic
def remove_attachment(by: Actor, *, attachment: Attachment) -> bool:
    """It is gone at once. Whether it was there: a double click is one click."""
    held = _own_post(by, attachment.post)
    gone, _per_kind = Attachment.objects.filter(pk=attachment.pk, post=held).delete()
    if gone:
        _note(by, "removed_attachment", held)
    return bool(gone)


def _own_post(by: Actor, post: Post) -> Post:
    """Until the end of the transaction nobody else changes it or where it stands."""
    Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    held = readable_posts(by).get(pk=post.pk)
    if not is_author(by, held):
        raise Refused(_("Only who wrote it can change it."))
    return held


def _note(by: Actor, verb: str, held: Post) -> None:
    """A draft stands nowhere: then it is between its authors."""
    where = conversations.where(held)
    if where:
        record_on(by, verb, held, where)
    else:
        record(by, verb, held, audience=Audience.PARTIES)
