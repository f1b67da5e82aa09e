"""Whose word an address is: scheme, host and port (FEP-fe34, RFC 6454)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

import idna

from vaknet.engine.activitypub.refusals import Unreadable

LONGEST = 2_048
PORTS = {"https": 443, "http": 80}
LONGEST_HOST = 253
_NAME = re.compile(r"([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+(?=.*[a-z])[a-z0-9-]{1,63}")

type Hosts = Collection[str]
"""Hosts of a test, as "127.0.0.1:8001": there http is fine, and any host. Empty in real use."""

NO_HOSTS: Hosts = frozenset()


@dataclass(frozen=True)
class Origin:
    """`host` in small letters, in ASCII, without a dot at its end."""

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """As in the Host header: the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"


@lru_cache(maxsize=4096)
def origin(url: str) -> Origin:
    """Raises Unreadable for what is no address of the web, and for one with a name in it.

    Kept, as below: most of what comes in is of few actors, and each is looked at several times.
    """
    return _origin(_split(url))


def same_origin(one: str, other: str) -> bool:
    """False also when one of the two is no address at all."""
    try:
        return origin(one) == origin(other)
    except Unreadable:
        return False


def domain(authority: str) -> str:
    """What somebody registered: whoever has it makes any number of names before it, and of ports.

    The last two parts, so that of some registries (co.uk) all count as one.
    """
    return ".".join(authority.partition(":")[0].split(".")[-2:])


def identifier(value: object, *, test_hosts: Hosts = NO_HOSTS, fragment: bool = True) -> str:
    """The id of something on another network, as it stands there. Raises Unreadable.

    Ids are compared as texts, so there has to be one way to write each: no host in capitals, none
    in letters of other alphabets, no dots in the path.
    """
    if not isinstance(value, str):
        raise Unreadable("an id that is no text")
    _check_identifier(value, frozenset(test_hosts))
    if not fragment and "#" in value:
        raise Unreadable("an id with a fragment")
    return value


def is_page(url: str) -> bool:
    """Whether it may stand in a link: http or https, nothing that runs, no name and password."""
    try:
        origin(url)
    except Unreadable:
        return False
    return not any(sign in url for sign in "\"<>`{|}'")


def without_fragment(url: str) -> str:
    return url.partition("#")[0]


def host_name(host: str) -> str:
    """In small letters of ASCII. By IDNA 2008, as who connects does: IDNA 2003 makes "ss" of "ß".

    Raises Unreadable.
    """
    if host.isascii():
        return host.lower().removesuffix(".")
    try:
        return idna.encode(host, uts46=True).decode("ascii").removesuffix(".")
    except (idna.IDNAError, UnicodeError) as error:
        raise Unreadable("a host that is none") from error


def is_public_name(host: str) -> bool:
    """Not a number in one of its many disguises, nor a name of the own network."""
    inner = host.endswith((".localhost", ".local", ".internal"))
    return len(host) <= LONGEST_HOST and _NAME.fullmatch(host) is not None and not inner


@lru_cache(maxsize=4096)
def _check_identifier(value: str, test_hosts: frozenset[str]) -> None:
    parts = _split(value)
    found = _origin(parts)
    if any(sign in value for sign in '"<>^`{|}'):
        raise Unreadable("an id with signs that do not belong in it")
    if any(segment in {".", ".."} for segment in parts.path.split("/")):
        raise Unreadable("an id with dots in its path")
    written = str(found)
    if not value.startswith(written) or value[len(written) :][:1] not in {"", "/", "?", "#"}:
        raise Unreadable("an id whose host is written in an unusual way")
    if found.authority in test_hosts:
        return
    if found.scheme != "https" or not is_public_name(found.host):
        raise Unreadable("an id that is not https at a public name")


def _split(url: str) -> SplitResult:
    # The standard library drops tabs and newlines without a word.
    if len(url) > LONGEST or not url.isprintable() or "\\" in url or " " in url:
        raise Unreadable("no address of the web")
    try:
        return urlsplit(url)
    except ValueError as error:
        raise Unreadable("no address of the web") from error


def _origin(parts: SplitResult) -> Origin:
    try:
        port = parts.port
    except ValueError as error:
        raise Unreadable("no address of the web") from error
    host = parts.hostname or ""
    if parts.scheme not in PORTS or not host or "@" in parts.netloc or port == 0:
        raise Unreadable("no address of the web")
    return Origin(parts.scheme, host_name(host), port or PORTS[parts.scheme])
