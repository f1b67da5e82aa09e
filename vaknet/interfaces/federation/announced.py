"""Reading what somebody passed on, at its own address: for a job of its own."""

from functools import partial

from django.utils import timezone

from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.models import Announced, RemoteActor
from vaknet.domain.federation.queries.limits import limits, refuses
from vaknet.interfaces.federation.arrived import Nothing
from vaknet.interfaces.federation.passing_on import is_reply_in_group, was_taken_away
from vaknet.interfaces.reaching.fetching import Unread, Withheld
from vaknet.interfaces.reaching.said import Said, read_said

SECONDS = 5.0  # for each of the two questions: it, and who wrote it
CLOSED = "the door is closed, or nobody follows any more"


def read_announced(announced_id: int) -> None:
    """Nothing comes of what was taken back before it was read, or while it was read; nor of what
    waited while the door closed. Raises nothing: it asks itself for another try."""
    row = queries.announced(announced_id)
    if row is None:
        return
    act = partial(str, CLOSED)
    if rules.is_on() and _is_read_here(row) and not refuses(row.by.host.name):
        try:
            act = partial(_act, row, read_said(row.uri, seconds=SECONDS))
        except Unread as unread:
            if unread.may_pass:
                why, at = unread.reason, timezone.now()
                actions.try_announced_again(announced=row.pk, trouble=why, at=at)
                return
            act = partial(_unread, row, unread)
    actions.do_announced(announced=row.pk, act=act, at=timezone.now())


def _is_read_here(row: Announced) -> bool:
    """By who follows; or it is kept here and changed, whoever of its server said so."""
    kept = queries.remote_post(row.uri) if row.is_change else None
    return kept is not None or queries.is_followed(row.by)


def _act(row: Announced, said: Said) -> str:
    try:
        _take_in(row, said)
    except Nothing as nothing:
        return str(nothing)
    return ""


def _unread(row: Announced, unread: Unread) -> str:
    """What changed and is for nobody here any more goes. What was for followers alone her server
    never showed at its address: it came with what she sent."""
    kept = queries.remote_post(row.uri) if row.is_change else None
    if kept is not None and kept.is_public and isinstance(unread, Withheld):
        actions.take_away_post(uri=row.uri)
    return unread.reason


def _take_in(row: Announced, said: Said) -> None:
    written, author, at = said.written, said.author, timezone.now()
    if was_taken_away(written.id, author=author):
        raise Nothing("it was taken away")
    if row.is_change:
        actions.give_back_post(written, author=author, at=at)
        actions.change_post(written, author=author, at=at)
        return
    by, name = row.by, row.activity
    if is_reply_in_group(by, is_reply=written.in_reply_to is not None):
        return
    check_near(said, by=by)
    if not actions.keep_post(written, author=author, by=by, activity=name, at=at, is_read=True):
        raise Nothing("nobody follows any more")


def check_near(said: Said, *, by: RemoteActor) -> None:
    """Raises Nothing for what `by` passed on of a network that is kept at a distance."""
    host = said.author.host.name
    if refuses(host) or (said.author.pk != by.pk and limits(host)):
        raise Nothing("of a network that is kept at a distance")
