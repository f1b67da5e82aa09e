"""Letters: written in the reader's language, as text and as HTML, and sent by the worker.

Only jobs call `send`: how long a mail server takes then tells nothing to who is at the door.
A letter that cannot be sent raises; the job is tried again with growing pauses.
"""

from dataclasses import dataclass, field
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from css_inline import inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from vaknet.domain.people.models import Account


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    mime_type: str


@dataclass(frozen=True)
class Letter:
    """`template` names mail/<template>.txt and .html; `thread` keeps letters of a matter together.

    The subject is a string or a lazy translation: it is said in the reader's language.
    """

    to: Account
    subject: Any
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    thread: str = ""
    action_url: str = ""
    attachments: tuple[Attachment, ...] = ()


def send(letter: Letter) -> None:
    """Write and send one letter. Raises OSError or SMTPException when the mail server fails."""
    with translation.override(letter.to.language):
        compose(letter).send()


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The message, in the language that is active."""
    shown = _context(letter)
    text = render_to_string(f"mail/{letter.template}.txt", shown).strip() + "\n"
    message = EmailMultiAlternatives(
        subject=_one_line(str(letter.subject)),
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.to.email],
        headers=_headers(letter),
    )
    message.attach_alternative(_html(letter, shown), "text/html")
    for attachment in letter.attachments:
        message.attach(attachment.name, attachment.content, attachment.mime_type)
    return message


def _context(letter: Letter) -> dict[str, Any]:
    return letter.context | {
        "reader": letter.to.actor,
        "action_url": letter.action_url,
        "base_url": settings.BASE_URL,
        "network_name": settings.NETWORK_NAME,
        "language": translation.get_language(),
        "subject": letter.subject,
    }


def _html(letter: Letter, shown: dict[str, Any]) -> str:
    """One style sheet, written into the elements: mail programs know no other way."""
    return inline(render_to_string(f"mail/{letter.template}.html", shown))


def _headers(letter: Letter) -> dict[str, str]:
    """Auto-Submitted keeps holiday replies away; References keeps a matter in one thread."""
    domain = urlsplit(settings.BASE_URL).hostname or "localhost"
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": make_msgid(domain=domain)}
    if letter.thread:
        headers["References"] = f"<{letter.thread}@{domain}>"
    return headers


def _one_line(subject: str) -> str:
    """Names may hold anything; a header may not hold a line break."""
    return " ".join(subject.split())[:200]
