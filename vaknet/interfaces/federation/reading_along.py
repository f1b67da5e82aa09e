"""What those say themselves whom members follow elsewhere.

What is an answer to something of ours is that first. All else is kept for who follows.
"""

from django.utils import timezone

from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import RemoteActor
from vaknet.engine.activitypub import Post
from vaknet.engine.activitypub.origins import same_origin
from vaknet.interfaces.federation import arriving_words as words
from vaknet.interfaces.federation.arrived import Arrived, Nothing


def created(arrived: Arrived) -> None:
    try:
        words.created(arrived)
    except Nothing:
        if not _kept(arrived):
            raise


def changed(arrived: Arrived) -> None:
    """What is only named, and what another of that server says of it, is read again where it is:
    what stands here would stay as it was."""
    try:
        _changed(arrived)
    except Nothing:
        if not _wants_reading(arrived):
            raise


def _changed(arrived: Arrived) -> None:
    """It may have become for others than it was for. What stands here as an answer to something of
    ours can be read by who follows her too."""
    try:
        words.changed(arrived)
    except Nothing:
        if not _put_better(arrived):
            raise
    else:
        _put_better(arrived)


def taken_away(arrived: Arrived) -> None:
    """An origin in common with who wrote it is not enough. Who moderates a group of ours takes it
    out of that group: what people here read of its author stays as that one said it."""
    uri = arrived.activity.part.id or ""
    kept = queries.remote_post(uri)
    if kept is not None and kept.author_id == arrived.by.pk:
        actions.take_away_post(uri=uri)
    words.taken_away(arrived)


def _kept(arrived: Arrived) -> bool:
    if not queries.is_followed(arrived.by):
        return False
    written = words.in_her_own_name(arrived)
    if written.is_vote or not is_for_followers(written, arrived.by):
        return False
    name, by, at = arrived.activity.id or "", arrived.by, timezone.now()
    kept = actions.keep_post(written, author=by, by=by, activity=name, at=at)
    return kept is not None or _wants_reading(arrived, is_claimed=True)


def _put_better(arrived: Arrived) -> bool:
    written = words.in_her_own_name(arrived)
    if queries.remote_post(written.id) is None:
        return False
    if not is_for_followers(written, arrived.by):
        actions.take_away_post(uri=written.id)
        return True
    return actions.change_post(written, author=arrived.by, at=timezone.now())


def _wants_reading(arrived: Arrived, *, is_claimed: bool = False) -> bool:
    """By a job of its own. It counts for whoever sent it; and of what is for followers alone nobody
    tells us at its address. Raises Nothing where she had us read very much just now.

    `is_claimed`: it stands here as somebody else's, whose words under that id may be for a few.
    """
    uri, by, at = arrived.activity.part.id or "", arrived.by, timezone.now()
    kept = queries.remote_post(uri)
    if kept is None or not (kept.is_public or is_claimed) or not same_origin(uri, by.uri):
        return False
    if not actions.want_announced(by=by, uri=uri, activity="", is_change=True, at=at):
        raise Nothing("it is too much at once")
    return True


def is_for_followers(written: Post, author: RemoteActor) -> bool:
    """For everybody, or for all who follow her. What is for a few is nothing for a list."""
    return written.is_public or author.followers in {*written.to, *written.cc}
