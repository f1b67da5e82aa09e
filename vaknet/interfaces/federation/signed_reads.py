"""Who may read what stands under /ap/: everybody, or only networks that say who they are."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vaknet.interfaces.federation.answers import SIGNED, for_all, not_taken, when_on
from vaknet.interfaces.federation.proving import Turned, claimed_by, proved, sender_of


def refused_reading(request: HttpRequest) -> HttpResponse | None:
    """The answer to a host that is refused; and, where the operator wants signatures, to whoever
    does not show one. None when it may be read.

    Before anything is looked up: so it is the same for what is there and what is not.
    """
    needed = bool(settings.FEDERATION_SIGNED_READS)
    try:
        if needed or any(name in request.headers for name in SIGNED):
            _check(request, needed=needed)
    except Turned as turned:
        if needed or turned.status == 403:
            return for_all(turned.answer)
    return None


def _check(request: HttpRequest, *, needed: bool) -> None:
    claimed = claimed_by(request)
    if needed:
        proved(claimed, sender=sender_of(request))


def reading[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """What other networks read at an address of its own: nothing of it before `refused_reading`."""

    @open_reading
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        refused = refused_reading(request) if isinstance(request, HttpRequest) else None
        return refused or view(*args, **kwargs)

    return guarded


def open_reading[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """What stays open to everybody, also where signatures are wanted: where somebody is asked for
    by name, what this server says of itself, and the actor of the network, which others need to
    check who asks them for a key."""

    @when_on
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        if isinstance(request, HttpRequest) and request.method not in {"GET", "HEAD"}:
            return not_taken(allowed="GET, HEAD")
        return view(*args, **kwargs)

    return guarded


def only_brought(request: HttpRequest) -> HttpResponse | None:
    """The answer to who would read an address to which things are only brought; None to who brings
    something."""
    if request.method == "POST":
        return None
    return refused_reading(request) or not_taken(allowed="POST")
