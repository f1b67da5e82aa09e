"""Pictures and files on what one posted."""

from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge import conversations, rules
from vaknet.domain.knowledge.actions.keeping import description_of, keep
from vaknet.domain.knowledge.actions.posts import held_post, record_on
from vaknet.domain.knowledge.attachments import Attached
from vaknet.domain.knowledge.models import Attachment, Post
from vaknet.domain.refusal import Refused


@transaction.atomic
def attach(by: Actor, *, post: Post, attached: Attached) -> Attachment:
    """For who wrote it. Reading the file was done before: no transaction waits for that.

    Raises Post.DoesNotExist when she may not read it (any more).
    """
    one_at_a_time(by)
    held = _own_post(by, post)
    made, is_new = keep(by, held, attached)
    if is_new:
        record_on(by, "attached", held, conversations.where(held))
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
    record_on(by, "described_attachment", held, conversations.where(held))
    return kept


@transaction.atomic
def remove_attachment(by: Actor, *, attachment: Attachment) -> bool:
    """It is gone at once. Whether it was there: a double click is one click."""
    held = _own_post(by, attachment.post)
    gone, _per_kind = Attachment.objects.filter(pk=attachment.pk, post=held).delete()
    if gone:
        record_on(by, "removed_attachment", held, conversations.where(held))
    return bool(gone)


def _own_post(by: Actor, post: Post) -> Post:
    held = held_post(by, post)
    if not rules.may_change(by, held):
        raise Refused(_("Only who wrote it can change it."))
    return held
