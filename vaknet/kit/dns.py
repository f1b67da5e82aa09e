"""Asking the domain name system, with limits."""

from collections.abc import Sequence

import dns.exception
import dns.resolver

SECONDS = 5.0
MOST = 100
NOTHING = (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer)


class Unreachable(Exception):
    """Nobody answered, or not in a way that can be understood: ask again later."""


def texts(name: str, *, servers: Sequence[str] = (), seconds: float = SECONDS) -> list[str]:
    """The TXT records at that name, at most 100; none when the name does not exist.

    `servers` as `address` or `address:port`; without them those of the machine. Raises Unreachable
    within `seconds`.
    """
    try:
        answer = _resolver(servers).resolve(name, "TXT", lifetime=seconds, search=False)
    except NOTHING:
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise Unreachable(type(error).__name__) from error
    return [b"".join(row.strings).decode("utf-8", "replace") for row in list(answer)[:MOST]]


def _resolver(servers: Sequence[str]) -> dns.resolver.Resolver:
    if not servers:
        return dns.resolver.Resolver()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = [_server(one) for one in servers]
    return resolver


def _server(text: str) -> dns.nameserver.Nameserver:
    address, _colon, port = text.partition(":")
    return dns.nameserver.Do53Nameserver(address, int(port or 53))
