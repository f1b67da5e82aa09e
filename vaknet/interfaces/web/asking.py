"""Asking other networks for a page: counted, few at once, and within one time for all of it.

Where there is no place to wait, the page says at once to try again in a moment, with what was typed
still in it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from vaknet.domain.refusal import Refused
from vaknet.interfaces.reaching.fetching import countdown
from vaknet.interfaces.reaching.waiting import GUESTS, MEMBERS, Busy, Places
from vaknet.interfaces.web.how_often import TOO_OFTEN, too_often
from vaknet.interfaces.web.http import Request

SECONDS = 6.0  # she waits for it
SECONDS_OF_GUESTS = 3.0  # one of them keeps the others out
AGAIN = 5  # seconds until a program may try again
BUSY = _("Others look something up elsewhere just now. Try again in a moment.")

type Left = Callable[[], float]


@contextmanager
def asking(
    request: Request, action: str, key: object, *, field: str = "", places: Places = MEMBERS
) -> Iterator[Left]:
    """Gives how many seconds are left. `action` and `key` as in `too_often`. Raises Refused at
    that field, before anything is asked; when there is no place it does not count."""
    with a_place(request, field=field, places=places):
        if too_often(request, action, key, looks=True):
            raise Refused(TOO_OFTEN, field=field)
        yield countdown(SECONDS_OF_GUESTS if places is GUESTS else SECONDS)


@contextmanager
def a_place(request: Request, *, field: str = "", places: Places = MEMBERS) -> Iterator[None]:
    """To wait for what is asked elsewhere. Raises Refused at that field, before anything is."""
    try:
        with places.one():
            yield
    except Busy:
        request.is_busy = True
        raise Refused(BUSY, field=field) from None


def is_busy(request: Request) -> bool:
    """Whether `asking` found no place for it."""
    return getattr(request, "is_busy", False)


def asks_elsewhere[**P](
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """For a page that uses `asking`: programs read in its status that it was busy. One that sends
    on says it on the next page."""

    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if is_busy(request) and not answer.has_header("Location"):
            answer.status_code = 503
            answer["Retry-After"] = str(AGAIN)
        return answer

    return guarded
