"""What belongs to the public internet. Apart from `http.py`: settings need this, and every process
reads those.
"""

from ipaddress import IPv4Address, IPv6Address

PORTS = {"https": 443, "http": 80}

type Address = IPv4Address | IPv6Address


def is_public(address: Address, port: int) -> bool:
    """Whether the whole internet reaches it, at a port of the web."""
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inside is not None:
            return is_public(inside, port)
    reached = address.is_global and not address.is_multicast and not address.is_reserved
    return reached and port in PORTS.values()
