"""What stands in an address and in the head of an answer, read strictly."""

from email.message import Message
from urllib.parse import urljoin, urlsplit

from vaknet.kit.checked_sockets import Trouble, Unfetchable
from vaknet.kit.internet import PORTS


def host_of(url: str) -> str:
    """Raises Unfetchable for what is no address of a web page, or holds a name and password."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, KeyError) as error:
        raise Unfetchable(Trouble.NO_ADDRESS) from error
    if not host or "@" in parts.netloc or not url.isascii() or not url.isprintable():
        raise Unfetchable(Trouble.NO_ADDRESS)
    name = f"[{host}]" if ":" in host else host
    return name if port == PORTS[parts.scheme] else f"{name}:{port}"


def moved_to(url: str, location: str) -> str:
    """Never from https to http."""
    try:
        new = urljoin(url, location)
        downgraded = urlsplit(url).scheme == "https" and urlsplit(new).scheme != "https"
    except ValueError as error:
        raise Unfetchable(Trouble.NO_PAGE) from error
    if not location or downgraded:
        raise Unfetchable(Trouble.NO_PAGE)
    return new


def kind_of(content_type: str) -> tuple[str, str]:
    message = Message()
    message["content-type"] = content_type
    return message.get_content_type(), message.get_content_charset("")
