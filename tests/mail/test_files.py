"""Without a mail server every letter is a file that a mail program opens."""

from email import message_from_bytes, policy
from pathlib import Path

from vaknet.configuration import read
from vaknet.interfaces.jobs.letters import mail_code


def test_a_letter_becomes_a_file_of_our_own(settings, tmp_path: Path) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "vaknet.interfaces.mail.files.EmailBackend",
            "OPTIONS": {"file_path": str(tmp_path / "mail")},
        }
    }
    for code in ("BCDF23", "GHJK45"):
        mail_code("samira@waterveen.example", code, "nl", until=float("inf"))
    first, second = sorted((tmp_path / "mail").glob("*.eml"))
    assert first.stat().st_mode & 0o777 == 0o600
    letter = message_from_bytes(second.read_bytes(), policy=policy.default)
    assert letter["Subject"] == "GHJK45 is je code"
    assert "GHJK45" in letter.get_body(("plain",)).get_content()


def test_it_is_what_happens_when_nothing_is_set(tmp_path: Path) -> None:
    mailer = read({"VAKNET_DATA": str(tmp_path)}).mailers["default"]
    assert mailer["BACKEND"] == "vaknet.interfaces.mail.files.EmailBackend"
