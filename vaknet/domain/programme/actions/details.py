"""What organisers say of a session, made fit to keep."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from vaknet.domain.events.models import Event
from vaknet.domain.knowledge.words import long_text
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.programme import rules
from vaknet.domain.programme.models import ProgrammeRoom, Session
from vaknet.domain.refusal import Refused
from vaknet.kit.markdown import to_html

ABSTRACT = 5_000
MOST_SEATS = 100_000


@dataclass(frozen=True, kw_only=True)
class SessionDetails:
    """Moments are aware. No `capacity` is that of the room."""

    title: str
    starts_at: datetime
    ends_at: datetime
    kind: str = Session.Kind.WORKSHOP
    abstract: str = ""
    language: str = ""
    room: ProgrammeRoom | None = None
    capacity: int | None = None

    def tidy(self, event: Event, *, before: Session | None = None) -> dict[str, Any]:
        """As columns. Raises Refused, with the field that is wrong. `before`: as it stands; when
        that stays so, it is no matter that its event became shorter."""
        said: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        missing = _("Give it a title.")
        said["title"] = required_line(self.title, limit=160, field="title", missing=missing)
        said["abstract"] = long_text(self.abstract, field="abstract", limit=ABSTRACT)
        said["html"] = to_html(said["abstract"]) if said["abstract"] else ""
        said["language"] = line(self.language, limit=8, field="language")
        if self.kind not in Session.Kind.values:
            raise Refused(_("Choose one of the answers."), field="kind")
        if self.room is not None and self.room.event_id != event.pk:
            raise Refused(_("Choose one of the rooms of this event."), field="room")
        if before is None or self._when != (before.starts_at, before.ends_at):
            self._refuse_when(event)
        refuse_capacity(self.capacity)
        return said

    @property
    def _when(self) -> tuple[datetime, datetime]:
        return self.starts_at, self.ends_at

    def _refuse_when(self, event: Event) -> None:
        if self.ends_at <= self.starts_at:
            raise Refused(_("It ends before it begins. Change one of the two."), field="ends_at")
        if self.ends_at - self.starts_at > rules.LONGEST:
            raise Refused(_("It lasts longer than a day. Change one of the two."), field="ends_at")
        if self.starts_at < event.starts_at:
            message = _("The event has not begun then. Choose a later time.")
            raise Refused(message, field="starts_at")
        if self.ends_at > event.ends_at:
            message = _("The event is over then. Choose an earlier time.")
            raise Refused(message, field="ends_at")


def refuse_capacity(capacity: int | None) -> None:
    if capacity is not None and not 1 <= capacity <= MOST_SEATS:
        message = _("Give a number from 1 to 100,000, or leave it empty.")
        raise Refused(message, field="capacity")
