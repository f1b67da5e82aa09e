"""Settings as a list of facts: name, kind, default, and a sentence of help.

Values come from a file of `NAME=value` lines, and the environment wins. Everything wrong is told
in one go, in sentences, and never repeats a secret.
"""

import zoneinfo
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class BadSettings(Exception):
    """One sentence for each setting that cannot be used."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class BadValue(Exception):
    """What a value should have been, to end the sentence "NAME should be …"."""


@dataclass(frozen=True)
class Setting:
    name: str
    parse: Callable[[str], Any]
    default: str
    help: str
    secret: bool = False


def text(value: str) -> str:
    if any(ord(sign) < 32 for sign in value):
        raise BadValue("one line of text")
    return value


def yes_or_no(value: str) -> bool:
    answers = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
    if value.lower() not in answers | {"": False}:
        raise BadValue("yes or no")
    return answers.get(value.lower(), False)


def words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def networks(value: str) -> list[IPv4Network | IPv6Network]:
    try:
        return [ip_network(one) for one in words(value)]
    except ValueError:
        raise BadValue("networks, such as 10.1.0.0/16, with commas") from None


def folder(value: str) -> Path:
    if not value:
        raise BadValue("a folder")
    return Path(value).expanduser().absolute()


def whole_number(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise BadValue(f"a whole number from {low} to {high}")
        return int(value)

    return parse


def one_of(*choices: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in choices:
            raise BadValue(" or ".join(choice or "empty" for choice in choices))
        return value

    return parse


def address(*schemes: str) -> Callable[[str], str]:
    """An address with one of these schemes and a host, or nothing."""
    wanted = f"an address that starts with {' or '.join(f'{scheme}://' for scheme in schemes)}"

    def parse(value: str) -> str:
        try:
            parts = urlsplit(value)
            usable = parts.scheme in schemes and (parts.port is None or parts.port > 0)
        except ValueError:
            usable = False
        if value and not usable:
            raise BadValue(wanted)
        return value

    return parse


def time_zone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise BadValue("a time zone such as Europe/Amsterdam") from None
    return value


def read_file(path: Path) -> dict[str, str]:
    """`NAME=value` lines; `#` begins a comment line; quotes around a value are taken off."""
    if not path.exists():
        return {}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BadSettings([f"The settings file {path} cannot be read: {reason}."]) from None
    values, wrong = {}, []
    for number, line in enumerate(lines, 1):
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if not line.strip() or line.strip().startswith("#"):
            continue
        if not equals or not name.strip().isidentifier():
            wrong.append(f"Line {number} of {path} should be NAME=value.")
        values[name.strip()] = _unquoted(value.strip())
    if wrong:
        raise BadSettings(wrong)
    return values


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def unknown(names: Iterable[str], settings: list[Setting], prefix: str) -> list[str]:
    """A sentence for each name with our prefix that is no setting: most are typing errors."""
    known = [setting.name for setting in settings]
    sentences = []
    for name in sorted(names):
        if name in known or not name.startswith(prefix):
            continue
        close = get_close_matches(name, known, 1)
        hint = f" Did you mean {close[0]}?" if close else ""
        sentences.append(f"There is no setting {name}.{hint}")
    return sentences


def read(settings: list[Setting], values: Mapping[str, str]) -> dict[str, Any]:
    """Every setting's value, parsed. An empty value counts as not given."""
    found, wrong = {}, []
    for setting in settings:
        given = values.get(setting.name, "") or setting.default
        try:
            found[setting.name] = setting.parse(given)
        except BadValue as expected:
            shown = "what it is set to" if setting.secret else repr(given[:80])
            wrong.append(f"{setting.name} should be {expected}, not {shown}.")
    if wrong:
        raise BadSettings(wrong)
    return found
