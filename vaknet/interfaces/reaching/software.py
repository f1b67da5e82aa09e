"""What another server says that it is."""

from vaknet.domain.federation import rules
from vaknet.engine.activitypub import Unreadable
from vaknet.engine.activitypub.nodeinfo import SCHEMA
from vaknet.engine.activitypub.origins import same_origin
from vaknet.interfaces.reaching.fetching import Unread, read_json

KNOWN = [f"{SCHEMA}{version}" for version in ("2.1", "2.0")]


def read_software(host: str) -> str:
    """By NodeInfo, in small letters; "" for a server that has none. Raises Unread."""
    scheme = "http" if host in rules.trial_hosts() else "https"
    base = f"{scheme}://{host}"
    try:
        links = read_json(f"{base}/.well-known/nodeinfo").things("links")
        found = {link.text("rel"): link.link("href") for link in links if link.has("href")}
        address = next((found[rel] for rel in KNOWN if rel in found), None)
        if address is None or not same_origin(address, base):
            return ""
        return read_json(address).inside("software").text("name").lower()
    except Unreadable as unreadable:
        raise Unread(unreadable.reason) from unreadable
    except Unread as unread:
        if unread.is_gone:
            return ""
        raise
