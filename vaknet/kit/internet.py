"""What belongs to the public internet. Apart from `http.py`: settings need this, and every process
reads those.
"""

from collections.abc import Callable, Collection
from ipaddress import IPv4Address, IPv6Address, ip_network

PORTS = {"https": 443, "http": 80}

type Address = IPv4Address | IPv6Address

# What `is_global` of the standard library lets through, measured on 3.13, and what leads through a
# tunnel to an address of the older kind that nobody looked at.
_GLOBAL_UNICAST = ip_network("2000::/3")
_NOT_FOR_EVERYBODY = tuple(
    ip_network(one)
    for one in (
        "192.0.0.0/24",  # protocols of their own
        "192.88.99.0/24",  # relays from 4 to 6
        "2001::/23",  # Teredo, ORCHID and other protocols
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)


def is_public(address: Address, port: int) -> bool:
    """Whether the whole internet reaches it, at a port of the web."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped, port)
        if address not in _GLOBAL_UNICAST:
            return False
    reached = address.is_global and not address.is_multicast and not address.is_reserved
    return (
        reached
        and not any(address in network for network in _NOT_FOR_EVERYBODY)
        and port in PORTS.values()
    )


def public_or_here(ports: Collection[int]) -> Callable[[Address, int], bool]:
    """For tests with another network on this machine: also loopback, at these ports alone."""

    def may_reach(address: Address, port: int) -> bool:
        return is_public(address, port) or (address.is_loopback and port in ports)

    return may_reach
