"""What an operator can get wrong outside the database: mail, clock, disk, keys, address.

Each check returns a Finding in words for somebody who did not build this.
"""

import os
import shutil
import smtplib
import ssl
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import vaknet
from vaknet.configuration import Configuration
from vaknet.kit import environment, pdf
from vaknet.providers import LOOPBACK

ENOUGH_DISK = 1_000_000_000
CLOCK_SLACK = 120
OTHERS_READ = stat.S_IRGRP | stat.S_IROTH
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
MAIL_SECONDS = 5.0


@dataclass(frozen=True)
class Finding:
    subject: str
    well: bool
    sentence: str


def settings(c: Configuration) -> Iterator[Finding]:
    strange = environment.unknown(os.environ, c.settings, prefix="VAKNET_")
    ours = [line for line in strange if "VAKNET_TEST_" not in line and "FORBID_SKIPS" not in line]
    for sentence in ours:
        yield Finding("Settings", False, sentence)
    if c.debug and urlsplit(c.base_url).hostname not in LOOPBACK:
        yield Finding("Settings", False, "VAKNET_DEBUG is on: visitors see code. Set it to no.")
    if not ours:
        yield Finding("Settings", True, "every setting is known and can be used.")


def address(c: Configuration) -> Iterator[Finding]:
    parts = urlsplit(c.base_url)
    if parts.scheme == "https" and not c.proxies:
        yield Finding(
            "Address",
            False,
            f"{c.base_url} needs a proxy that does https, but VAKNET_PROXIES is 0. Set it to 1.",
        )
    elif parts.scheme == "https" or parts.hostname in LOOPBACK:
        yield Finding("Address", True, f"members reach the network at {c.base_url}.")
    else:
        yield Finding(
            "Address",
            False,
            f"{c.base_url} is not https: others can read along, and passkeys do not work. Put a "
            "proxy with a certificate in front, and set VAKNET_BASE_URL to its https address.",
        )


def other_networks(c: Configuration) -> Iterator[Finding]:
    """Without https it does not start at all."""
    on = f"public groups, and who chose so, can be looked up at {c.base_url}."
    yield Finding("Other networks", True, on if c.federation else "not connected to any.")


def keys(c: Configuration) -> Iterator[Finding]:
    for path in (c.data, c.data / "secret-key", c.data / "vaknet.env"):
        # To pass through a folder is no reading: PostgreSQL's own user needs that.
        if path.exists() and path.stat().st_mode & (OTHERS_READ | OTHERS_WRITE):
            right = 700 if path.is_dir() else 600
            yield Finding(
                "Secrets",
                False,
                f"others on this machine may read {path}. Run: chmod {right} {path}",
            )
            return
    yield Finding("Secrets", True, "only their owner may read secrets, settings and letters.")


def disk(c: Configuration, enough: int = ENOUGH_DISK) -> Iterator[Finding]:
    free = shutil.disk_usage(c.data).free
    left = f"{free / 1e9:.1f} GB is free for {c.data}"
    if free < enough:
        yield Finding("Disk", False, f"the disk is nearly full: only {left}. Make room.")
    else:
        yield Finding("Disk", True, f"{left}.")


def clock(c: Configuration, database_time: float | None) -> Iterator[Finding]:
    """Without asking anybody outside: no file of ours was written in the future."""
    now = time.time()
    newest = max(path.stat().st_mtime for path in _dated_files(c))
    if newest > now + CLOCK_SLACK:
        behind = _duration(newest - now)
        yield Finding(
            "Clock",
            False,
            f"the clock is {behind} behind: files were written later than it says it is now. "
            "Set it, and let it be kept (systemd-timesyncd, chrony): sign-in codes depend on it.",
        )
    elif database_time is not None and abs(database_time - now) > CLOCK_SLACK:
        apart = _duration(abs(database_time - now))
        yield Finding(
            "Clock", False, f"this machine and the database differ {apart}. Set both clocks."
        )
    else:
        yield Finding("Clock", True, "agrees with the database and with the dates of files.")


def paper() -> Iterator[Finding]:
    missing = ", ".join(pdf.missing_libraries())
    if missing:
        yield Finding(
            "PDF",
            False,
            f"this machine lacks {missing}, so there are no PDF files. Run bin/pango, "
            "which says what to install, and start Vaknet again. All else works.",
        )
    else:
        yield Finding("PDF", True, "pages can be set for paper.")


def _dated_files(c: Configuration) -> Iterator[Path]:
    yield Path(vaknet.__file__)
    yield from (path for path in c.data.glob("*") if not path.is_symlink())


def _duration(seconds: float) -> str:
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} seconds"


def mail(c: Configuration, seconds: float = MAIL_SECONDS) -> Iterator[Finding]:
    if c.mail_to_files:
        yield Finding(
            "Mail",
            False,
            f"mail is not configured. Nobody gets a letter: they go to files in {c.data / 'mail'}. "
            "Set VAKNET_MAIL_URL (docs/operator/mail.md).",
        )
        return
    options = c.mailers["default"]["OPTIONS"]
    server = f"{options['host']}:{options['port']}"
    try:
        _try_mail_server(options, seconds)
    except smtplib.SMTPAuthenticationError:
        reason = "refuses our user name or password. Check VAKNET_MAIL_URL."
    except ssl.SSLError:
        reason = "does not speak TLS as we ask. Check the port, and VAKNET_MAIL_TLS."
    except smtplib.SMTPServerDisconnected as error:
        silent = isinstance(error.__context__, TimeoutError)
        why = "no answer in time" if silent else "it hung up"
        reason = f"cannot be used ({why}). Check its name and port."
    except smtplib.SMTPException as error:
        reason = f"answers, but not as it should ({type(error).__name__}). Check the settings."
    except OSError as error:
        why = "no answer in time" if isinstance(error, TimeoutError) else str(error.strerror)
        reason = f"cannot be reached ({why}). Check its name and port, and the firewall."
    else:
        yield Finding("Mail", True, f"the mail server {server} takes our letters.")
        return
    yield Finding("Mail", False, f"the mail server {server} {reason}")


def _try_mail_server(options: dict[str, Any], seconds: float) -> None:
    kind = smtplib.SMTP_SSL if options["use_ssl"] else smtplib.SMTP
    with kind(options["host"], options["port"], timeout=seconds) as server:
        if options["use_tls"]:
            server.starttls(context=ssl.create_default_context())
        if options["username"]:
            server.login(options["username"], options["password"])
        server.noop()
