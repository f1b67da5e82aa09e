"""Mail that came in: read once it is safe in the database, and fetched from a mailbox."""

from base64 import b64decode

from django.conf import settings

from vaknet.domain.people.actions.incoming_mail import take_in
from vaknet.domain.people.answering import address_in
from vaknet.interfaces.mail import receiving
from vaknet.kit import mailbox
from vaknet.kit.mail_reading import LARGEST, read


def receive(raw: str, recipient: str) -> None:
    receiving.receive(b64decode(raw), recipient=recipient)


def fetch() -> int:
    """What waits in the mailbox that the operator named. A failure is tried again next minute."""
    if not settings.MAIL_IN_BOX:
        return 0
    return mailbox.empty(settings.MAIL_IN_BOX, _keep, largest=LARGEST)


def _keep(raw: bytes) -> bool:
    """In the database before it is deleted there: brought twice it does once."""
    address = address_in(read(raw))
    if address:
        take_in(raw, recipient=address)
    return bool(address)
