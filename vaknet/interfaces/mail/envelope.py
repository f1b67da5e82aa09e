"""A letter on its way: as plain values while it waits, and as a message again when it goes."""

from base64 import b64decode, b64encode
from typing import Any

from django.core.mail import EmailMultiAlternatives

Packed = dict[str, Any]


def packed(message: EmailMultiAlternatives) -> Packed:
    return {
        "subject": message.subject,
        "text": message.body,
        "html": str(message.alternatives[0][0]),
        "sender": message.from_email,
        "to": message.to,
        "headers": message.extra_headers,
        "attachments": [
            [part.filename, b64encode(part.content).decode(), part.mimetype]
            for part in message.attachments
        ],
    }


def unpacked(letter: Packed) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=letter["subject"],
        body=letter["text"],
        from_email=letter["sender"],
        to=letter["to"],
        headers=letter["headers"],
    )
    message.attach_alternative(letter["html"], "text/html")
    for name, content, mime_type in letter["attachments"]:
        message.attach(name, b64decode(content), mime_type)
    return message
