"""What a network says of itself to programs (NodeInfo 2.0 and 2.1, FEP-f1d5)."""

from collections.abc import Mapping
from dataclasses import dataclass

SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/"
VERSIONS = ("2.0", "2.1")
APPLICATION = "https://www.w3.org/ns/activitystreams#Application"


@dataclass(frozen=True)
class Node:
    """Numbers of all, never of a group or anybody. `upstream`: whose client programs may be used;
    some of these look at nothing else."""

    version: str
    homepage: str
    repository: str
    registrations_open: bool
    members: int
    active_month: int
    active_half_year: int
    posts: int
    name: str
    description: str
    upstream: str = "mastodon"


def links(origin: str, actor: str) -> dict[str, object]:
    """At /.well-known/nodeinfo. `actor` is that of the network itself (FEP-2677)."""
    documents = [
        {"rel": f"{SCHEMA}{version}", "href": f"{origin}/nodeinfo/{version}"}
        for version in VERSIONS
    ]
    return {"links": [*documents, {"rel": APPLICATION, "href": actor}]}


def document(node: Node, version: str) -> dict[str, object]:
    software: dict[str, str] = {"name": "vaknet", "version": node.version}
    if version == "2.1":
        software |= {"repository": node.repository, "homepage": node.homepage}
    users = {
        "total": node.members,
        "activeMonth": node.active_month,
        "activeHalfyear": node.active_half_year,
    }
    metadata: Mapping[str, object] = {
        "nodeName": node.name,
        "nodeDescription": node.description,
        "upstream": {"name": node.upstream},
    }
    return {
        "version": version,
        "software": software,
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": ["atom1.0"]},
        "openRegistrations": node.registrations_open,
        "usage": {"users": users, "localPosts": node.posts},
        "metadata": metadata,
    }
