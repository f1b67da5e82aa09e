"""Letters: written in the reader's language, as text and as HTML, and sent by the worker.

`send` writes a letter and hands it to the worker in the caller's transaction: it goes when that
transaction stands, and a mail server that is away for an hour delays it and loses nothing.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from css_inline import CSSInliner
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from vaknet.domain.groups.mail import stop_token
from vaknet.domain.groups.models import Group
from vaknet.domain.people import answering
from vaknet.domain.people.answering import Matter
from vaknet.domain.people.models import Account
from vaknet.domain.people.unsubscribing import unsubscribe_token
from vaknet.interfaces.mail.envelope import CALENDAR, Message, packed

SEND_LETTER = "send_letter"
LONGEST_SUBJECT = 200
INVITATION = "afspraak.ics"
NO_TEXT = {"Cc", "Cs", "Zl", "Zp"}
# What a phone shows in its dark theme stays a style sheet; all the rest is put in the elements.
INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    mime_type: str


@dataclass(frozen=True)
class AnswerTo:
    """`hint` says, in her language, what an answer does and who reads it."""

    matter: Matter
    thing: int
    hint: Any = ""


@dataclass(frozen=True)
class Letter:
    """`template` names mail/<template>.txt and .html; `thread` keeps letters of a matter together.

    The subject is a string or a lazy translation: it is said in the reader's language.
    `asked_for`: the reader asked for just this letter, so it goes even when she stopped her mail.
    `group`: what she is written about is of this group, and the button of the mail program stops
    the mail of that group alone. `answer_to`: what it means when she just answers the letter.
    `in_reply_to`: the name of her own message that this answers. `invitation`: a calendar file that
    her mail program may take by itself, besides as a file.
    """

    to: Account
    subject: Any
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    thread: str = ""
    action_url: str = ""
    attachments: tuple[Attachment, ...] = ()
    asked_for: bool = False
    group: Group | None = None
    answer_to: AnswerTo | None = None
    in_reply_to: str = ""
    invitation: bytes = b""


def send(letter: Letter) -> None:
    """Write the letter now; the worker sends it, again and again while the mail server fails."""
    if letter.to.mail_stopped_at is not None and not letter.asked_for:
        return
    message = packed(compose(letter))
    app.configure_task(SEND_LETTER, queue=SEND_LETTER, allow_unknown=True).defer(message=message)


def compose(letter: Letter) -> Message:
    """The message, in the language of its reader."""
    with translation.override(letter.to.language):
        subject = one_line(str(letter.subject))
        shown = _context(letter, subject)
        text = render_to_string(f"mail/{letter.template}.txt", shown).strip() + "\n"
        html = INLINER.inline(render_to_string(f"mail/{letter.template}.html", shown))
    message = Message(
        subject=subject,
        body=text,
        from_email=_returns_to(letter.to),
        to=[letter.to.email],
        headers=_headers(letter, subject + text + letter.invitation.decode()),
    )
    message.attach_alternative(html, "text/html")
    if letter.invitation:
        message.attach_alternative(letter.invitation.decode(), CALENDAR)
        message.attach(INVITATION, letter.invitation, "application/ics")
    for attachment in letter.attachments:
        message.attach(attachment.name, attachment.content, attachment.mime_type)
    return message


def _returns_to(to: Account) -> str:
    """What cannot be brought comes back to an address of its own, which says whose it was. Not of
    somebody who asks for a code: whether she is a member is not known there.
    """
    if to.pk is None or not answering.is_open():
        return settings.DEFAULT_FROM_EMAIL
    return answering.address_for(to, Matter.BOUNCE, 0)


def _hint(letter: Letter) -> Any:
    return letter.answer_to.hint if letter.answer_to and answering.is_open() else ""


def _context(letter: Letter, subject: str) -> dict[str, Any]:
    return letter.context | {
        "reader": letter.to.actor,
        "action_url": letter.action_url,
        "base_url": settings.BASE_URL,
        "network_name": settings.NETWORK_NAME,
        "language": translation.get_language(),
        "subject": subject,
        "unsubscribe_url": _unsubscribe_url(letter),
        "group": letter.group,
        "group_url": _group_url(letter),
        "answer_hint": _hint(letter),
    }


def _unsubscribe_url(letter: Letter) -> str:
    if letter.asked_for:
        return ""
    return f"{settings.BASE_URL}/afmelden/{unsubscribe_token(letter.to)}/"


def _group_url(letter: Letter) -> str:
    return group_stop_url(letter.to, letter.group.pk) if letter.group else ""


def group_stop_url(to: Account, group: int) -> str:
    return f"{settings.BASE_URL}/afmelden/groep/{stop_token(to, group)}/"


def _headers(letter: Letter, words: str) -> dict[str, str]:
    """References keeps a matter in one thread.

    The same words to the same reader on one day have the same Message-ID: a letter that is sent
    once more because nobody knows whether it arrived is shown once.
    """
    what = f"{letter.thread}\n{localdate()}\n{words}"
    headers = automatic(message_id(letter.to.email, what))
    if letter.thread:
        headers["References"] = headers["In-Reply-To"] = f"<{letter.thread}@{_domain()}>"
    if letter.in_reply_to:
        headers["References"] = headers["In-Reply-To"] = letter.in_reply_to
    if answering.is_open():
        headers["From"] = settings.DEFAULT_FROM_EMAIL
        if (to := letter.answer_to) is not None:
            headers["Reply-To"] = answering.address_for(letter.to, to.matter, to.thing)
    if address := _group_url(letter) or _unsubscribe_url(letter):
        headers |= one_click(address)
    return headers


def message_id(to: str, what: str) -> str:
    return f"<{hashlib.sha256(f'{to}\n{what}'.encode()).hexdigest()[:32]}@{_domain()}>"


def _domain() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def automatic(message_id: str) -> dict[str, str]:
    """Auto-Submitted keeps holiday replies away."""
    return {
        "Message-ID": message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def one_click(address: str) -> dict[str, str]:
    """RFC 8058: the mail program's own button, one click, without a page."""
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def one_line(subject: str) -> str:
    """Names may hold anything; a header may hold no line break or other control character."""
    plain = "".join(" " if category(sign) in NO_TEXT else sign for sign in subject)
    return " ".join(plain.split())[:LONGEST_SUBJECT]
