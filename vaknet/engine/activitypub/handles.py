"""How people name somebody on another network: @samira@waterveen.example, and addresses."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from vaknet.engine.activitypub.origins import (
    NO_HOSTS,
    Hosts,
    host_name,
    is_page,
    is_public_name,
)
from vaknet.engine.activitypub.refusals import Unreadable

LONGEST = 400
_HANDLE = re.compile(r"(?:acct:)?@?([\w.~%+-]{1,100})@([^\s@/?#\\]{1,253})", re.IGNORECASE)
_PORT = re.compile(r"(.+?)(?::([0-9]{1,5}))?")


@dataclass(frozen=True)
class Handle:
    """`host` in small letters of ASCII, with its port only in tests."""

    user: str
    host: str

    @property
    def acct(self) -> str:
        return f"acct:{self.user}@{self.host}"

    def __str__(self) -> str:
        return f"@{self.user}@{self.host}"


def handle(text: str, *, test_hosts: Hosts = NO_HOSTS) -> Handle:
    """From "acct:u@d", "@u@d" or "u@d", in any case of letters of the host. Raises Unreadable."""
    found = _HANDLE.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None:
        raise Unreadable("not the handle of somebody")
    user = unquote(found[1]) if text.lower().startswith("acct:") else found[1]
    host = _host(found[2], test_hosts)
    if re.fullmatch(r"[\w.~+-]{1,100}", user) is None:
        raise Unreadable("not the handle of somebody")
    return Handle(user, host)


def named(text: str, *, test_hosts: Hosts = NO_HOSTS) -> Handle | str:
    """What somebody typed to find somebody elsewhere: a handle, or an address of the web.

    Raises Unreadable.
    """
    bare = text.strip()
    if bare.lower().startswith(("https://", "http://")):
        if not is_page(bare):
            raise Unreadable("no address of the web")
        return bare
    return handle(bare, test_hosts=test_hosts)


def _host(text: str, test_hosts: Hosts) -> str:
    found = _PORT.fullmatch(text)
    host = host_name(found[1]) if found else ""
    whole = f"{host}:{found[2]}" if found and found[2] else host
    if whole not in test_hosts and not (whole == host and is_public_name(host)):
        raise Unreadable("not the host of another network")
    return whole
