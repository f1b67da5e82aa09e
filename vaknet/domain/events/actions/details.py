"""What one says of an event, made fit to keep."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.events import rules
from vaknet.domain.events.models import Event
from vaknet.domain.knowledge.words import long_text
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.people.models import Place
from vaknet.domain.refusal import Refused

DESCRIPTION = 10_000
MOST_SEATS = 100_000
LINES = {"summary": 200, "venue": 120, "address": 200, "price": 100, "access_note": 300}


@dataclass(frozen=True, kw_only=True)
class EventDetails:
    """All that its organisers say. Moments are aware; `zone` is an IANA name; no `capacity` is no
    end to it."""

    name: str
    starts_at: datetime
    ends_at: datetime
    zone: str = "Europe/Amsterdam"
    summary: str = ""
    description: str = ""
    readers: str = Event.Readers.MEMBERS
    form: str = Event.Form.VENUE
    place: Place | None = None
    venue: str = ""
    address: str = ""
    online_address: str = ""
    price: str = ""
    step_free: bool | None = None
    ring_loop: bool | None = None
    quiet_room: bool | None = None
    access_note: str = ""
    capacity: int | None = None
    most_companions: int = 0
    takes_guests: bool = False
    registers_from: datetime | None = None
    registers_until: datetime | None = None

    def tidy(self) -> dict[str, Any]:
        """As columns. Raises Refused, with the field that is wrong."""
        said: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        said["name"] = required_line(
            self.name, limit=120, field="name", missing=_("Give it a name.")
        )
        for field, limit in LINES.items():
            said[field] = line(said[field], limit=limit, field=field)
        said["description"] = long_text(self.description, field="description", limit=DESCRIPTION)
        self._refuse_where()
        self._refuse_when()
        self._refuse_seats()
        return said

    def _refuse_where(self) -> None:
        if self.form not in Event.Form.values or self.readers not in Event.Readers.values:
            raise Refused(_("Choose one of the answers."))
        if self.form != Event.Form.ONLINE and not (self.venue.strip() or self.place):
            raise Refused(_("Say where it is held."), field="venue")
        address = self.online_address
        if address and not address.startswith(("https://", "http://")):
            raise Refused(_("Begin the address with https://."), field="online_address")

    def _refuse_when(self) -> None:
        if self.zone not in available_timezones():
            raise Refused(_("We do not know this time zone. Choose one of the list."), field="zone")
        if self.ends_at <= self.starts_at:
            raise Refused(_("It ends before it begins. Change one of the two."), field="ends_at")
        if self.ends_at - self.starts_at > rules.LONGEST:
            raise Refused(
                _("It lasts longer than a month. Change one of the two."), field="ends_at"
            )
        if self.starts_at > now() + rules.FARTHEST:
            message = _("That is more than three years away. Choose an earlier day.")
            raise Refused(message, field="starts_at")
        begins, ends = self.registers_from, self.registers_until
        if begins and ends and ends <= begins:
            message = _("Registration closes before it opens. Change one of the two.")
            raise Refused(message, field="registers_until")
        if begins and begins >= self.ends_at:
            message = _("Registration opens after the event. Choose an earlier moment.")
            raise Refused(message, field="registers_from")

    def _refuse_seats(self) -> None:
        if self.capacity is not None and not 1 <= self.capacity <= MOST_SEATS:
            raise Refused(
                _("Give a number from 1 to 100,000, or leave it empty."), field="capacity"
            )
        if not 0 <= self.most_companions <= rules.MOST_COMPANIONS:
            raise Refused(_("One can bring at most four people."), field="most_companions")
        if self.takes_guests and self.readers != Event.Readers.PUBLIC:
            message = _("Guests can only come to what everyone may know of.")
            raise Refused(message, field="takes_guests")
