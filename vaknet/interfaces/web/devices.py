"""Where somebody is signed in: noted when she comes in, and then at most once an hour."""

from datetime import datetime, timedelta

from django.utils.timezone import now

from vaknet.domain.people import actions
from vaknet.interfaces.web.http import Request
from vaknet.kit.user_agent import names

SINCE, SEEN, VIA = "signed_in_since", "signed_in_seen", "signed_in_via"
HOUR = timedelta(hours=1).total_seconds()

Entry = tuple[int | None, str | None]


def entry(request: Request) -> Entry:
    """Who is in, and on which session. It changes while a page is made when somebody comes in."""
    return request.user.pk, request.session.session_key


def note(request: Request, *, before: Entry) -> None:
    """After every page, so that no door can forget it: code, passkey, link or a new session key.

    The session itself tells whether there is work.
    """
    if not request.user.is_authenticated:
        return
    moment = now()
    if entry(request) == before:
        seen = request.session.get(SEEN)
        if seen is None or moment.timestamp() - seen < HOUR:
            return
    if request.user.pk != before[0] or SINCE not in request.session:
        request.session[SINCE] = moment.timestamp()
    request.session[SEEN] = moment.timestamp()
    actions.note_sign_in(
        request.user,
        session=_saved_key(request),
        names=names(request.META.get("HTTP_USER_AGENT", "")),
        since=datetime.fromtimestamp(request.session[SINCE], moment.tzinfo),
        now=moment,
        via=request.session.get(VIA, ""),
    )


def _saved_key(request: Request) -> str:
    """Who signs in over somebody else begins an empty session, without a key until it is saved."""
    if request.session.session_key is None:
        request.session.save()
    return request.session.session_key or ""
