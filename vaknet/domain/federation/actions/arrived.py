"""What came in from elsewhere and has a place here. The room of that place records it."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from vaknet.domain.federation.actions.receiving import KEPT
from vaknet.domain.federation.models import RemoteActor, RemoteThing


def keep_thing(
    *, author: RemoteActor, uri: str, thing: Model | None, updated: datetime | None
) -> RemoteThing:
    """That this is hers, under the name that her network has for it. What somebody else said of
    that name before it came, that it is gone, ends."""
    RemoteThing.objects.filter(uri=uri, object_type=None).exclude(author=author).delete()
    kind = ContentType.objects.get_for_model(thing) if thing is not None else None
    return RemoteThing.objects.create(
        uri=uri,
        author=author,
        object_type=kind,
        object_id=thing.pk if thing is not None else None,
        updated=updated,
    )


def note_update(*, thing: RemoteThing, updated: datetime | None) -> None:
    """Her words here are those of that moment."""
    thing.updated = updated
    thing.save(update_fields=["updated"])


def note_gone(*, author: RemoteActor, uri: str, at: datetime) -> None:
    """She took it away. Of what never came in it is remembered too, whoever said so before: it may
    still be on its way."""
    held, _is_new = RemoteThing.objects.get_or_create(uri=uri, author=author)
    if held.gone_at is None:
        held.gone_at = at
        held.save(update_fields=["gone_at"])


def forget_gone(*, now: datetime) -> None:
    """For the clock: what never had a place here, once nothing of it is on its way any more."""
    RemoteThing.objects.filter(object_type=None, read_at__lt=now - KEPT).delete()
