"""What one says of a desk, made fit to keep."""

from dataclasses import dataclass, fields
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from vaknet.domain.consulting import rules
from vaknet.domain.consulting.models import ConsultationHour
from vaknet.domain.knowledge.words import long_text
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.refusal import Refused


@dataclass(frozen=True, kw_only=True)
class DeskDetails:
    """All that who opens it says, but when. `zone` is an IANA name."""

    subject: str
    explanation: str = ""
    room: str = ""
    online_address: str = ""
    zone: str = "Europe/Amsterdam"
    readers: str = ConsultationHour.Readers.MEMBERS
    slot_minutes: int = 15
    takes_bookings: bool = True
    takes_walk_ins: bool = False
    note_days: int = 7

    def tidy(self) -> dict[str, Any]:
        """As columns. Raises Refused, with the field that is wrong."""
        said: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        missing = _("Say what one can ask about.")
        said["subject"] = required_line(self.subject, limit=80, field="subject", missing=missing)
        said["room"] = line(self.room, limit=120, field="room")
        said["explanation"] = long_text(self.explanation, field="explanation", limit=2_000)
        self._refuse()
        return said

    def _refuse(self) -> None:
        if self.readers not in ConsultationHour.Readers.values:
            raise Refused(_("Choose one of the answers."), field="readers")
        if self.zone not in available_timezones():
            raise Refused(_("We do not know this time zone. Choose one of the list."), field="zone")
        if self.online_address and not self.online_address.startswith(("https://", "http://")):
            raise Refused(_("Begin the address with https://."), field="online_address")
        if not (self.room.strip() or self.online_address):
            raise Refused(_("Say where it is: a room or an address."), field="room")
        if not rules.SHORTEST_SLOT <= self.slot_minutes <= rules.LONGEST_SLOT:
            raise Refused(_("A consultation takes 5 minutes to 2 hours."), field="slot_minutes")
        if not (self.takes_bookings or self.takes_walk_ins):
            raise Refused(_("Choose at least one way to come."), field="takes_bookings")
        if not 1 <= self.note_days <= rules.MOST_NOTE_DAYS:
            raise Refused(_("Notes are kept for 1 to 60 days."), field="note_days")
