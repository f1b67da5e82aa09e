"""One of several buttons on a page that each do one thing."""

from collections.abc import Callable, Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.http import Request

type Acts = dict[str, tuple[Callable[[], object], str]]
"""By what its button sends: what is done, and what is said when it is done."""


def do_pressed(
    request: Request, acts: Acts, *, back: str, args: Sequence[object] = ()
) -> HttpResponse:
    """Back at the page of that name. What is not known does nothing, and says nothing."""
    chosen = acts.get(request.POST.get("act", ""))
    if chosen is not None:
        carry_out(request, *chosen)
    return HttpResponseRedirect(reverse(back, args=args), status=303)
