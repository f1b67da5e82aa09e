"""One of several buttons on a page that each do one thing."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.http import Request

type Acts = dict[str, tuple[Callable[[], object], str]]
"""By what its button sends: what is done, and what is said when it is done."""


def do_pressed(request: Request, acts: Acts, *, back: str) -> HttpResponse:
    """Back at the page of that name. What is not known does nothing."""
    chosen = acts.get(request.POST.get("act", ""))
    if chosen is not None:
        do, said = chosen
        try:
            do()
        except Refused as refused:
            messages.error(request, str(refused.message))
        else:
            messages.success(request, said)
    return HttpResponseRedirect(reverse(back), status=303)
