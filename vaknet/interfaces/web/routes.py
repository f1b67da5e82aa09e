"""Routes as the line draws them, from the one who looks to the one she wants to reach."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.queries import Route


@dataclass(frozen=True)
class DrawnStop:
    """A stop of `c/route.html`; without an actor it is drawn without a face."""

    actor: Actor | None
    label: str
    meta: str = ""


@dataclass(frozen=True)
class DrawnRoute:
    """A route to choose: `token` goes into the form, `variant` is the colour of its line."""

    token: str
    title: str
    length: str
    first_name: str
    stops: tuple[DrawnStop, ...]
    variant: str

    @property
    def labels(self) -> list[str]:
        """For the mini line."""
        return [stop.label for stop in self.stops]


def drawn_routes(viewer: Actor, routes: list[Route], target: Actor) -> list[DrawnRoute]:
    return [
        DrawnRoute(
            token=route.token,
            title=_("Through %(name)s") % {"name": route.first.first_name},
            length=ngettext("%(count)d stop", "%(count)d stops", len(route.stops))
            % {"count": len(route.stops)},
            first_name=route.first.first_name,
            stops=_stops(viewer, route, target),
            variant="b" if number % 2 else "",
        )
        for number, route in enumerate(routes)
    ]


def _stops(viewer: Actor, route: Route, target: Actor) -> tuple[DrawnStop, ...]:
    between = (DrawnStop(stop.actor, stop.first_name, stop.headline) for stop in route.stops)
    return (
        DrawnStop(viewer, _("You")),
        *between,
        DrawnStop(target, target.first_name, target.headline),
    )
