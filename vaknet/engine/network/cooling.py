"""Ties that go cold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vaknet.engine.network.contacts import Contact

HALF_A_YEAR = timedelta(days=180)


@dataclass(frozen=True)
class Cold:
    """`since`: the last touch."""

    contact: Contact
    since: date


def cold(contacts: Sequence[Contact], today: date, *, after: timedelta = HALF_A_YEAR) -> list[Cold]:
    """Those without a touch for that long or longer, the longest first."""
    quiet = [contact for contact in contacts if today - contact.last_touch >= after]
    quiet.sort(key=lambda contact: (contact.last_touch, contact.name, contact.key))
    return [Cold(contact, since=contact.last_touch) for contact in quiet]
