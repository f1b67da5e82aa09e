"""Letters as files, when no mail server is set: one .eml each, to open with a mail program."""

from collections.abc import Sequence
from email import policy
from email.parser import BytesHeaderParser
from os import O_CREAT, O_EXCL, O_WRONLY
from os import open as open_file
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.timezone import localtime

ONLY_OURS = 0o600


class EmailBackend(BaseEmailBackend):
    """The names sort by time. Nobody else on the machine may read them: they hold codes."""

    def __init__(self, *args: Any, file_path: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.folder = Path(file_path)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            name = f"{localtime():%Y%m%d-%H%M%S-%f}-{token_hex(3)}.eml"
            file = open_file(self.folder / name, O_WRONLY | O_CREAT | O_EXCL, ONLY_OURS)
            with open(file, "wb") as letter:
                letter.write(message.message().as_bytes())
        return len(email_messages)


def forget(address: str) -> None:
    """Letters to somebody who is gone."""
    folder = Path(settings.VAKNET_DATA) / "mail"
    for letter in folder.glob("*.eml"):
        if address in _readers(letter):
            letter.unlink(missing_ok=True)


def _readers(letter: Path) -> list[str]:
    with letter.open("rb") as content:
        headers = BytesHeaderParser(policy=policy.default).parse(content)
    return [one.addr_spec for one in headers["to"].addresses] if headers["to"] else []
