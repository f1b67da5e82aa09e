"""Mail that came in: read once it is safe in the database, and fetched from a mailbox."""

from base64 import b64decode

from vaknet.interfaces.mail import receiving


def receive(raw: str, recipient: str) -> None:
    receiving.receive(b64decode(raw), recipient=recipient)
