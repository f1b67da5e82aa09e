"""Badges of 90 by 54 millimetres, ten or eight to a sheet of A4, with marks to cut along.

A name is made smaller until it fits: it is measured before it is set.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING

from vaknet.domain.events.models import EventPrint
from vaknet.interfaces import web
from vaknet.kit.lettering import Type
from vaknet.kit.qr import Drawing, bars

if TYPE_CHECKING:
    from vaknet.interfaces.jobs.event_prints import Attendee

FONTS = Path(web.__file__).parent / "static" / "fonts"
POINT = 25.4 / 72  # in millimetres
WIDE, HIGH = 90.0, 54.0  # millimetres, as badges.css says too
ACROSS = 2
TEXT, BESIDE_CODE = 78.0, 57.0  # how wide the text may be, and what stands beside the code
REGULAR, BOLD = 400, 700
# Type in points, and in how many lines there is room for it; the first that fits is taken.
GIVEN = ((34, 1), (28, 1), (23, 1), (19, 1), (15, 2), (12, 2), (10, 3), (8, 4))
FAMILY = ((17, 1), (14, 1), (12, 1), (10, 1), (8, 2))
SHOWN = ((9, 3), (7, 5))
# What is broken over lines leaves a part of each empty.
FILLED = 0.7
# A4 is 210 by 297: what is left of it at the left and on top, and white between badges.
SHEETS = {EventPrint.TEN: (15.0, 13.5, 0.0), EventPrint.EIGHT: (12.0, 31.5, 6.0)}
PAGE_WIDE, PAGE_HIGH = 210.0, 297.0


@dataclass(frozen=True)
class Fitted:
    """`points`: how large it is set."""

    text: str
    points: int


@dataclass(frozen=True)
class Badge:
    """Without a `given` there is a line to write a name on. `brought_by`: who brings this one."""

    given: Fitted | None = None
    family: Fitted | None = None
    shown: Fitted | None = None
    code: str = ""
    drawing: Drawing | None = None
    brought_by: str = ""


def badges_of(coming: "Sequence[Attendee]", *, blanks: int) -> list[Badge]:
    """In the order of the list, who is brought along after who brings; the empty ones last."""
    return [*_of_all(coming), *([Badge()] * blanks)]


def _of_all(coming: "Sequence[Attendee]") -> Iterator[Badge]:
    for one in coming:
        yield _badge(one)
        # Of a guest nothing but her name: what stands for it in a list is her address.
        name = "" if one.sign and one.row.person is None else one.sign or one.name
        for _number in range(one.row.companions):
            yield Badge(brought_by=shortened(name, TEXT * 0.6, 8))


def _badge(one: "Attendee") -> Badge:
    """What she does stands on it when she agreed that who else comes sees her. Of a guest only the
    name is known."""
    given = family = None
    if not one.sign:
        given = fitted(one.surname.given, TEXT, GIVEN, BOLD)
        family = fitted(one.surname.rest, TEXT, FAMILY, REGULAR)
    elif one.row.person is not None:
        family = fitted(one.sign, TEXT, FAMILY, REGULAR)
    shown = one.shown if one.row.listed_since is not None else ""
    return Badge(
        given=given,
        family=family,
        shown=fitted(shown, BESIDE_CODE, SHOWN, REGULAR) if shown else None,
        code=f"{one.row.code[:4]} {one.row.code[4:]}",
        drawing=bars(one.row.code),
    )


def fitted(text: str, wide: float, steps: Sequence[tuple[int, int]], weight: int) -> Fitted:
    """As large as there is room for; what is too long even in the smallest type is cut."""
    ems = _type(weight).width(text)
    for points, lines in steps:
        if ems * points * POINT <= wide * (1 if lines == 1 else lines * FILLED):
            return Fitted(text, points)
    points, lines = steps[-1]
    return Fitted(shortened(text, wide * lines * FILLED, points, weight), points)


def shortened(text: str, wide: float, points: int, weight: int = REGULAR) -> str:
    """Until it fits on a line of so many millimetres."""
    measure, whole = _type(weight).width, text
    while text and measure(f"{text}…" if text != whole else text) * points * POINT > wide:
        text = text[:-1]
    return text if text == whole else f"{text.rstrip()}…"


@cache
def _type(weight: int) -> Type:
    files = ("atkinson-next-normal.woff2", "atkinson-next-latin-ext.woff2")
    return Type(*(FONTS / name for name in files), weight=weight)


def sheets(badges: Sequence[Badge], per_sheet: int) -> list[tuple[Badge, ...]]:
    return list(batched(badges, per_sheet))


@cache
def marks(per_sheet: int) -> dict[str, bytes]:
    """Lines to cut along, in what is left of the paper: none touches a badge."""
    left, top, white = SHEETS[per_sheet]
    down = per_sheet // ACROSS
    xs = [left + at * (WIDE + white) + side for at in range(ACROSS) for side in (0, WIDE)]
    ys = [top + at * (HIGH + white) + side for at in range(down) for side in (0, HIGH)]
    lines = [
        *(f"M{x:g} {y:g}v4" for x in xs for y in (top - 6, PAGE_HIGH - top + 2)),
        *(f"M{x:g} {y:g}h4" for y in ys for x in (left - 6, PAGE_WIDE - left + 2)),
    ]
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PAGE_WIDE:g} {PAGE_HIGH:g}">'
        f'<path d="{"".join(lines)}" fill="none" stroke="#666" stroke-width=".2"/></svg>'
    )
    return {f"marks-{per_sheet}.svg": drawn.encode()}
