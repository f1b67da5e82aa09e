"""Which hosts somebody means who says a host, and what a word about one says of others."""

from urllib.parse import urlsplit

from vaknet.engine.activitypub.origins import NO_HOSTS, Hosts, host_name, is_public_name
from vaknet.engine.activitypub.refusals import Unreadable

LONGEST_WRITTEN = 500


def host_in(text: str, *, test_hosts: Hosts = NO_HOSTS) -> str:
    """The one way to write the host in a name, an authority or an address. Raises Unreadable.

    Without a port: who lives at one port of a name decides what is at the others. Only the
    networks of a trial on one machine are told apart by it.
    """
    written = text.strip()
    if not written or len(written) > LONGEST_WRITTEN or not written.isprintable():
        raise Unreadable("no host")
    if written in test_hosts:
        return written
    if "://" not in written:
        written = f"//{written.removeprefix('*.')}"
    try:
        parts = urlsplit(written)
        name, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Unreadable("no host") from error
    if parts.netloc in test_hosts:
        return parts.netloc
    plain = host_name(name)
    if not is_public_name(plain):
        raise Unreadable("no host that others reach")
    return plain


def above(host: str) -> list[str]:
    """The host, and all names that it is a part of: what is said of one of these holds for it."""
    parts = host.split(".")
    return [".".join(parts[at:]) for at in range(len(parts))]
