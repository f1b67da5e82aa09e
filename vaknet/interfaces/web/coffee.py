"""Coffee: what I would like, whom I may meet and why, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.coffee import actions, queries, rules
from vaknet.domain.coffee.models import CoffeeMatch, CoffeeSeat, CoffeeWish, Often
from vaknet.domain.coffee.words import Reason, in_words
from vaknet.domain.people import queries as people
from vaknet.domain.refusal import Refused
from vaknet.engine.layout import towns
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.coffee import ONLINE, CoffeeForm, told
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.line import returns_to_line


@dataclass(frozen=True)
class Shown:
    """A coffee that stands: each of the others with why, and the map of their towns."""

    table: queries.Table
    others: list[tuple[CoffeeSeat, list[Reason]]]
    drawing: towns.Map | None

    @property
    def says_met(self) -> bool:
        return bool(self.table.agreed)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def coffee(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    wish = queries.wish_of(viewer, _today())
    if request.method == "POST":
        form = CoffeeForm(request.POST)
        if form.done(lambda data: _look(viewer, data)):
            said = _("Changed.") if wish else _("You look for coffee now. We write when there is.")
            messages.success(request, said)
            return _back()
    else:
        form = CoffeeForm(initial=told(wish) if wish else _usual(viewer))
    standing, earlier = _tables(viewer)
    context = {
        "form": form,
        "wish": wish,
        "is_monthly": wish is not None and wish.often == Often.MONTHLY,
        "is_snoozed": wish is not None and rules.is_snoozed(wish, _today()),
        "standing": standing,
        "earlier": earlier,
        "answers": CoffeeSeat.Met.choices,
    }
    return render(request, "coffee/coffee.html", context, status=422 if form.is_bound else 200)


def _look(viewer: Actor, data: dict[str, object]) -> CoffeeWish:
    """Without the choice of what a town's name means: of that the town itself came out."""
    wanted = {name: value for name, value in data.items() if name != "place_meant"}
    return actions.look_for_coffee(viewer, **wanted)  # type: ignore[arg-type]


def _usual(viewer: Actor) -> dict[str, object]:
    place = people.person(viewer, viewer.handle).profile.place
    return {
        "often": Often.MONTHLY,
        "place": place.label if place else "",
        "reach": 10 if place else ONLINE,
    }


def _tables(viewer: Actor) -> tuple[list[Shown], list[queries.Table]]:
    """What stands, and what is over or was."""
    standing, earlier = [], []
    for table in queries.tables(viewer):
        said = table.seat.met in (CoffeeSeat.Met.MET, CoffeeSeat.Met.DID_NOT)
        if table.is_over or said:
            earlier.append(table)
        else:
            standing.append(_shown(table, viewer))
    return standing, earlier


def _shown(table: queries.Table, viewer: Actor) -> Shown:
    others = [
        (seat, [in_words(one, viewer) for one in table.reasons if one.other == seat.person])
        for seat in table.others
    ]
    places = [seat.place for seat in (table.seat, *table.others) if seat.place is not None]
    known = [(place.name, place.latitude, place.longitude) for place in places]
    is_drawn = not table.match.online and table.seat.place is not None
    return Shown(table, others, towns.draw(known) if is_drawn else None)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def stop(request: Request) -> HttpResponse:
    """Also from a letter: one click leads to the one button."""
    viewer = viewer_of(request)
    if request.method != "POST":
        wish = queries.wish_of(viewer, _today())
        return render(request, "coffee/stop.html", {"wish": wish})
    if actions.stop_looking(viewer) is not None:
        text = _("You do not look for coffee any more. A coffee that you have already stays.")
        messages.success(request, text, extra_tags=reverse("look-again-for-coffee"))
    return _back()


@require_POST
@members_only
def look_again(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    wish = queries.stopped_wish(viewer)
    if wish is not None and actions.look_again(viewer, wish=wish) is not None:
        messages.success(request, _("You look for coffee as before."))
    return _back()


@require_POST
@members_only
def skip(request: Request) -> HttpResponse:
    wish = actions.skip_round(viewer_of(request))
    if wish is not None and wish.snoozed_until is not None:
        text = _("You skip the next round. After that you take part again.")
        messages.success(request, text, extra_tags=reverse("take-part-in-coffee"))
    return _back()


@require_POST
@members_only
def take_part(request: Request) -> HttpResponse:
    if actions.take_part_again(viewer_of(request)) is not None:
        messages.success(request, _("You take part in the next round."))
    return _back()


@require_POST
@members_only
@returns_to_line
def yes(request: Request, pk: int) -> HttpResponse:
    return _say(
        request,
        pk,
        lambda viewer, match: actions.say_yes(viewer, match=match),
        said=_("You said yes. When the other says yes too, you both hear it."),
    )


@require_POST
@members_only
@returns_to_line
def no(request: Request, pk: int) -> HttpResponse:
    return _say(
        request,
        pk,
        lambda viewer, match: actions.say_no(viewer, match=match),
        said=_("You said no. Nobody is told."),
    )


@require_POST
@members_only
@returns_to_line
def met(request: Request, pk: int) -> HttpResponse:
    answer = request.POST.get("met", "")
    return _say(
        request,
        pk,
        lambda viewer, match: actions.say_met(viewer, match=match, met=answer),
        said=_("Kept. Only you see it."),
    )


def _say(
    request: Request, pk: int, act: Callable[[Actor, CoffeeMatch], CoffeeSeat], *, said: str
) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        act(viewer, queries.table(viewer, pk).match)
    except CoffeeMatch.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('coffee')}#coffee-{pk}", status=303)


def _today() -> date:
    return timezone.localdate(timezone=rules.OFFICE_CLOCK)


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("coffee"), status=303)
