"""What kind of mail came in: of a person, by itself, back because it could not be brought, or a
complaint.

By what the standards say first (RFC 3834 for automatic mail, 3464 for what came back, 5965 for
complaints), by headers that programs made up next, and by words in a subject only at last.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser

from vaknet.kit.mail_reading import Incoming

MOST_HOPS = 50
ROBOTS = ("mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "bounce")
AWAY = re.compile(
    r"^(?:\W*(?:automatisch(?:e)? (?:antwoord|reactie|bericht)|afwezig(?:heid)?(?:sbericht)?\b"
    r"|out of (?:the )?office|automatic reply|auto(?:matic)?[ -]?(?:reply|response)|autoreply"
    r"|niet aanwezig|ik ben (?:op vakantie|afwezig)|vacation))",
    re.IGNORECASE,
)
BULK = {"bulk", "junk", "list", "auto_reply"}
# Of the address itself. Others (5.7.1, refused; 5.2.2, full) are of a day or of a server.
PERMANENT = re.compile(r"^5\.(?:1\.\d{1,3}|2\.1)$")


@dataclass(frozen=True)
class CameBack:
    """`for_good`: the address does not take mail, now or later."""

    for_good: bool
    status: str = ""


def is_automatic(mail: Incoming, *, pressed: bool = False) -> bool:
    """Nobody typed it; so nobody is answered, and nothing is done.

    `pressed`: it holds what a program writes for who presses a button, which it may say.
    """
    said = mail.header("auto-submitted").partition(";")[0].strip().lower()
    if said not in ({"", "no", "auto-generated"} if pressed else {"", "no"}):
        return True
    marked = any(
        mail.header(name) for name in ("x-autoreply", "x-autorespond", "x-autoresponder", "list-id")
    )
    precedence = mail.header("precedence").strip().lower()
    robot = mail.sender.partition("@")[0].startswith(ROBOTS)
    nobody = mail.header("return-path").strip() == "<>" or not mail.sender
    suppressed = bool(mail.header("x-auto-response-suppress")) and not pressed
    return marked or precedence in BULK or robot or nobody or suppressed


def says_away(mail: Incoming) -> bool:
    """Some programs say it in the subject alone."""
    return bool(AWAY.match(mail.subject))


def goes_round(mail: Incoming) -> bool:
    """It has been past very many servers. A letter of ours that comes back says itself that it
    was sent by itself.
    """
    return len(mail.headers.get("received", [])) > MOST_HOPS


def came_back(mail: Incoming) -> CameBack | None:
    """What a report says of the one address that the letter was for; None for other mail."""
    if mail.kind != "multipart/report":
        return None
    reports = [one.content for one in mail.parts if one.kind == "message/delivery-status"]
    for action, status in (found for report in reports for found in _recipients(report)):
        if action == "failed":
            return CameBack(for_good=bool(PERMANENT.match(status)), status=status)
        if action in {"delayed", "delivered", "relayed", "expanded"}:
            return CameBack(for_good=False, status=status)
    return CameBack(for_good=False) if reports else None


def _recipients(report: bytes) -> Iterator[tuple[str, str]]:
    """RFC 3464: groups of fields with an empty line between, of the letter first, then of each."""
    for block in re.split(rb"\n\s*\n", report.replace(b"\r\n", b"\n")):
        fields = _fields(block.strip())
        if "action" in fields:
            yield fields["action"].lower(), fields.get("status", "").partition(" ")[0]


def is_complaint(mail: Incoming) -> bool:
    """She pressed "this is spam", and her provider tells us so; a report that says it is not
    counts for nothing.
    """
    for part in mail.parts:
        if part.kind == "message/feedback-report":
            return _fields(part.content.strip()).get("feedback-type", "").lower() != "not-spam"
    return False


def _fields(block: bytes) -> dict[str, str]:
    read = BytesParser(policy=policy.compat32).parsebytes(block, headersonly=True)
    return {name.lower(): str(value).strip() for name, value in read.items()}


def is_refused_by_sender(mail: Incoming) -> bool:
    """The domain of the sender says that it did not send this (RFC 8601). Anybody can put such a
    header in his own mail; only a "fail" counts, with which he stops nobody but himself.
    """
    return any(
        re.search(r"\bdmarc\s*=\s*fail\b", value, re.IGNORECASE)
        for value in mail.headers.get("authentication-results", [])
    )
