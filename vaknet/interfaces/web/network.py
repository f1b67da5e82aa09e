"""My network: a picture of whom I know, with the same in words beside it. For my eyes only."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import queries
from vaknet.engine import network as engine
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.templatetags.look import initials

SHOWN = 6  # of those gone quiet, and of bridges
LINE_HEIGHT = 18
ROOM_FOR_LETTERS = 8  # the radius of a dot from which two letters can be read in it
LETTERS = 0.8  # their size, of that radius
TOWARDS_MIDDLE = 0.3  # how far a line between two sectors bends


@dataclass(frozen=True)
class Dot:
    node: engine.Node
    person: Actor
    colour: str
    letters: str
    size: float


@dataclass(frozen=True)
class Tie:
    """A line as SVG draws it. `colour` is empty between two sectors."""

    path: str
    colour: str


@dataclass(frozen=True)
class Label:
    group: engine.Group
    colour: str
    lines: list[tuple[float, str]]


@dataclass(frozen=True)
class Drawing:
    picture: engine.Picture
    dots: list[Dot]
    ties: list[Tie]
    labels: list[Label]


@dataclass(frozen=True)
class Row:
    """One line of a table: `percent` is the length of its bar, against the longest.

    All the others together have none: they would make every other bar short.
    """

    label: str
    count: int
    percent: int
    colour: str = ""


@dataclass(frozen=True)
class Table:
    """`more`: how many rows stand together as others, and can be asked for."""

    title: str
    rows: list[Row]
    unknown: int
    more: int


@never_cache
@require_safe
@members_only
def my_network(request: Request) -> HttpResponse:
    """With `alles` in the address every row of the lists; otherwise the first few of each."""
    mine = queries.my_network(viewer_of(request), language=(get_language() or "nl")[:2])
    shows_all = "alles" in request.GET
    context: dict[str, object] = {
        "network": mine,
        "shows_all": shows_all,
        "most": len(mine.contacts),
    }
    if mine.contacts:
        drawing = _drawing(mine)
        cold = engine.cold(mine.contacts, timezone.localdate())
        bridges = engine.bridges(mine.contacts)
        shown = None if shows_all else SHOWN
        context |= {
            "drawing": drawing,
            "tables": _tables(mine, drawing, shows_all=shows_all),
            "cold": [(mine.people[one.contact.key], one.since) for one in cold[:shown]],
            "more_cold": 0 if shows_all else max(0, len(cold) - SHOWN),
            "bridges": [(mine.people[one.contact.key], one) for one in bridges[:shown]],
            "more_bridges": 0 if shows_all else max(0, len(bridges) - SHOWN),
        }
    return render(request, "finder/my_network.html", context)


def _drawing(mine: queries.Network) -> Drawing:
    picture = engine.layout(mine.contacts)
    colours = [_colour(group, place) for place, group in enumerate(picture.groups)]
    return Drawing(
        picture=picture,
        dots=[_dot(node, mine.people[node.key], colours[node.group]) for node in picture.nodes],
        ties=[_tie(picture, one, other, colours) for one, other in picture.ends()],
        labels=[
            Label(group, colour, _lines(group))
            for group, colour in zip(picture.groups, colours, strict=True)
        ],
    )


def _colour(group: engine.Group, place: int) -> str:
    return str(place) if group.label else "others"


def _dot(node: engine.Node, person: Actor, colour: str) -> Dot:
    letters = initials(person.name) if node.radius >= ROOM_FOR_LETTERS else ""
    return Dot(node, person, colour, letters, size=round(node.radius * LETTERS, 1))


def _tie(picture: engine.Picture, one: engine.Node, other: engine.Node, colours: list[str]) -> Tie:
    """Straight within a sector, bent to the middle between two."""
    together = one.group == other.group
    bend = 0 if together else TOWARDS_MIDDLE
    x, y = (one.x + other.x) / 2, (one.y + other.y) / 2
    x, y = x + (picture.x - x) * bend, y + (picture.y - y) * bend
    path = f"M{one.x} {one.y}Q{x:.1f} {y:.1f} {other.x} {other.y}"
    return Tie(path, colours[one.group] if together else "")


def _lines(group: engine.Group) -> list[tuple[float, str]]:
    text = group.text or (_("Others"),)
    return [(group.y + LINE_HEIGHT * place, line) for place, line in enumerate(text)]


def _tables(mine: queries.Network, drawing: Drawing, *, shows_all: bool) -> list[Table]:
    reach = engine.reach(mine.contacts, most=None if shows_all else engine.LARGEST)
    colours = {label.group.label: label.colour for label in drawing.labels}
    return [
        _table(_("Organisations"), reach.organisation, colours),
        _table(_("Professions"), reach.profession, {}),
        _table(_("Regions"), reach.region, {}),
    ]


def _table(title: str, spread: engine.Spread, colours: dict[str, str]) -> Table:
    most = max((share.count for share in spread.shares if share.label), default=1)
    rows = [
        Row(
            label=share.label or _("Others"),
            count=share.count,
            percent=round(100 * share.count / most) if share.label else 0,
            colour=colours.get(share.label, ""),
        )
        for share in spread.shares
    ]
    return Table(title, rows, spread.unknown, spread.together)
