"""Doing what a button asks, when another may have been first."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

from vaknet.domain.parts import Words
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.http import Request


def carry_out(request: Request, act: Callable[[], object], done: Words) -> None:
    """A room's no is said on the next page, as `done` is when it went well. What is not there any
    more is not found.
    """
    try:
        act()
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, str(done))
