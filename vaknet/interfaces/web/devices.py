"""Where somebody is signed in: noted when she comes in, and then at most once an hour.

And whether that browser tells her of answers, for as long as she is signed in there.
"""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions
from vaknet.domain.pushing import actions as pushing
from vaknet.domain.pushing.queries import devices
from vaknet.interfaces.web.doors import viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.kit.user_agent import names
from vaknet.kit.web_push import Subscription

# What the browser is reached by: the row about it goes with a session, also when its key changes.
PUSH = "push"
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
    is_there = actions.note_sign_in(
        request.user,
        session=_saved_key(request),
        names=names(request.META.get("HTTP_USER_AGENT", "")),
        since=datetime.fromtimestamp(request.session[SINCE], moment.tzinfo),
        now=moment,
        via=request.session.get(VIA, ""),
    )
    if is_there and PUSH in request.session and request.user.actor and entry(request) != before:
        allow(request, request.user.actor, Subscription(**request.session[PUSH]))


def allow(request: Request, viewer: Actor, subscription: Subscription) -> None:
    """Raises Refused for what is no address of a push service."""
    pushing.allow_device(
        viewer,
        session=_saved_key(request),
        subscription=subscription,
        names=names(request.META.get("HTTP_USER_AGENT", "")),
    )
    request.session[PUSH] = asdict(subscription)


def forget_what_is_gone(request: Request) -> None:
    """After a device was stopped, which may be this one."""
    here = request.session.session_key
    if not devices(viewer_of(request)).filter(session=here).exists():
        request.session.pop(PUSH, None)


def _saved_key(request: Request) -> str:
    """Who signs in over somebody else begins an empty session, without a key until it is saved."""
    if request.session.session_key is None:
        request.session.save()
    return request.session.session_key or ""
