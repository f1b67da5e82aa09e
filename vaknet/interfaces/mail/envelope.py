"""A letter on its way: as plain values while it waits, and as a message again when it goes."""

import email.policy
import re
from base64 import b64decode, b64encode
from email.message import EmailMessage as Mime
from typing import Any

from django.core.mail import EmailMultiAlternatives

Packed = dict[str, Any]
CALENDAR = "text/calendar"
METHOD = re.compile(r"^METHOD:([A-Z]+)\s*$", re.MULTILINE)
LONGEST_LINE = 998  # RFC 5322, 2.1.1


class Message(EmailMultiAlternatives):
    """With headers left as they are: an address in them, cut up or encoded, opens nothing.

    An invitation is told apart by its method in the header too (RFC 6047, 2.4): without it Outlook
    and Google show a file. They look among the alternatives; others look at what is attached.
    """

    def message(self, *, policy: Any = email.policy.default) -> Mime:
        made = super().message(policy=policy)
        made.policy = policy.clone(max_line_length=LONGEST_LINE)
        for part in made.walk():
            if part.get_content_type() == CALENDAR:
                part.set_param("method", _method(part.get_content()))
        return made


def packed(message: Message) -> Packed:
    return {
        "subject": message.subject,
        "text": message.body,
        "html": str(message.alternatives[0][0]),
        "calendar": [str(content) for content, kind in message.alternatives if kind == CALENDAR],
        "sender": message.from_email,
        "to": message.to,
        "headers": message.extra_headers,
        "attachments": [
            [part.filename, b64encode(_bytes(part.content)).decode(), part.mimetype]
            for part in message.attachments
        ],
    }


def unpacked(letter: Packed) -> Message:
    message = Message(
        subject=letter["subject"],
        body=letter["text"],
        from_email=letter["sender"],
        to=letter["to"],
        headers=letter["headers"],
    )
    message.attach_alternative(letter["html"], "text/html")
    for invitation in letter.get("calendar", []):  # not in letters of an earlier version
        message.attach_alternative(invitation, CALENDAR)
    for name, content, mime_type in letter["attachments"]:
        message.attach(name, b64decode(content), mime_type)
    return message


def _method(invitation: str) -> str:
    found = METHOD.search(invitation)
    return found[1] if found else "PUBLISH"


def _bytes(content: str | bytes) -> bytes:
    """Django turns an attachment of a text type into a string; a calendar file is one."""
    return content.encode() if isinstance(content, str) else content
