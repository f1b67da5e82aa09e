"""From when until when, in words: a year is enough on a profile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.people.models import Role
from vaknet.engine.layout import lanes


@dataclass(frozen=True)
class RoleLine:
    """A role as a profile tells it."""

    role: Role
    period: str
    is_current: bool

    @property
    def about(self) -> str:
        """ "De Schakel, volunteering · 2017 to 2021": work needs no word for it."""
        where = self.role.organisation.name if self.role.organisation else ""
        return f"{where}{self.after_place}" if where else self.after_place.lstrip(", ·")

    @property
    def there(self) -> str:
        """On the page of the place itself: "chair, volunteering · 2017 to 2021"."""
        return f"{self.role.title}{self.after_place}"

    @property
    def after_place(self) -> str:
        """ ", volunteering · 2017 to 2021"."""
        kind = "" if self.role.kind == Role.Kind.WORK else self.role.get_kind_display().lower()
        return (f", {kind}" if kind else "") + (f" · {self.period}" if self.period else "")


def role_lines(roles: Sequence[Role]) -> list[RoleLine]:
    today = timezone.localdate()
    return [RoleLine(role, period(role), is_current(role, today=today)) for role in roles]


def is_current(role: Role, *, today: date) -> bool:
    return (role.until is None or role.until > today) and (
        role.since is None or role.since <= today
    )


def period(role: Role) -> str:
    since = role.since.year if role.since else None
    until = role.until.year if role.until else None
    if since and until:
        if since == until:
            return str(since)
        return _("%(since)d to %(until)d") % {"since": since, "until": until}
    if since:
        return _("since %(year)d") % {"year": since}
    if until:
        return _("until %(year)d") % {"year": until}
    return ""


@dataclass(frozen=True)
class Picture:
    """Roles as lanes, and how many of them have no date to draw them by."""

    drawing: lanes.Drawing
    undated: int


def drawn(roles: Sequence[Role]) -> Picture | None:
    """None for fewer than two that can be drawn: the list says as much. That list has them all."""
    dated = [role for role in roles if role.since or role.until]
    if len(dated) < 2:
        return None
    spans = [
        lanes.Span(
            kind=role.kind,
            title=role.title,
            place=role.organisation.name if role.organisation else "",
            since=role.since,
            until=role.until,
        )
        for role in dated
    ]
    drawing = lanes.draw(spans, today=timezone.localdate())
    return Picture(drawing, undated=len(roles) - len(dated)) if drawing else None
