"""From a handle to an actor and back (RFC 7033), and the older way to ask where (RFC 6415)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from vaknet.engine.activitypub.documents import CONTENT_TYPE, Document, check_content_type
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.handles import Handle, handle
from vaknet.engine.activitypub.links import page
from vaknet.engine.activitypub.origins import NO_HOSTS, Hosts, identifier, is_page
from vaknet.engine.activitypub.refusals import Unreadable
from vaknet.kit.plain import plain

ACTIVITY_TYPE = "application/activity+json"
JRD_TYPE = "application/jrd+json"
PROFILE_PAGE = "http://webfinger.net/rel/profile-page"
SUBSCRIBE = "http://ostatus.org/schema/1.0/subscribe"
INTENTS = "https://w3id.org/fep/3b86/"
NO_INTENTS: Mapping[str, str] = MappingProxyType({})
MOST_LINKS = 100
_HOLE = re.compile(r"\{([A-Za-z-]{1,30})\}")


@dataclass(frozen=True)
class Description:
    """What a server says of a handle: whose it is (`subject`, to be asked for again where it is
    another one than was asked for), which actor, and where one follows from elsewhere. `intents`:
    where she goes to do more than that, by the names of FEP-3b86."""

    subject: Handle
    actor: str
    page: str | None
    subscribe: str | None
    intents: Mapping[str, str] = field(default_factory=dict)

    def way(self, intent: str, uri: str) -> str | None:
        """Where at home she does that with something elsewhere; None where her server says none."""
        template = self.intents.get(intent) or self.subscribe
        return filled(template, uri=uri, object=uri) if template else None


def resource(text: str, *, test_hosts: Hosts = NO_HOSTS) -> Handle | str:
    """What is asked for with `?resource=`: a handle, or the address of an actor or profile.

    Raises Unreadable: that is a 400, also where nothing was asked for.
    """
    if text.lower().startswith(("https:", "http:")):
        return identifier(text, test_hosts=test_hosts)
    return handle(text, test_hosts=test_hosts)


def address(asked: Handle, *, scheme: str = "https") -> str:
    """Where the server of a handle is asked for it."""
    query = quote(asked.acct, safe="")
    return f"{scheme}://{asked.host}/.well-known/webfinger?resource={query}"


def described(
    subject: Handle,
    actor: str,
    *,
    page: str,
    subscribe: str = "",
    intents: Mapping[str, str] = NO_INTENTS,
    aliases: Sequence[str] = (),
) -> dict[str, object]:
    """A JRD. `subscribe` holds "{uri}" where the one to follow is filled in; `intents` by the names
    of FEP-3b86, with the holes that it names."""
    links: list[dict[str, str]] = [
        {"rel": "self", "type": ACTIVITY_TYPE, "href": actor},
        {"rel": "self", "type": CONTENT_TYPE, "href": actor},
        {"rel": PROFILE_PAGE, "type": "text/html", "href": page},
    ]
    if subscribe:
        links.append({"rel": SUBSCRIBE, "template": subscribe})
    links += [{"rel": f"{INTENTS}{name}", "template": told} for name, told in intents.items()]
    known = list(dict.fromkeys([page, actor, *aliases]))
    return {"subject": subject.acct, "aliases": known, "links": links}


def read(content: bytes, *, test_hosts: Hosts = NO_HOSTS) -> Description:
    """A JRD of another server. Raises Unreadable, also when it names no actor."""
    fields = Fields(Document(content).value, test_hosts)
    subject = fields.value.get("subject")
    links = fields.things("links")[:MOST_LINKS]
    actors = [link for link in links if _is_actor(link)]
    templates = [told for link in links if (told := _template(link)) is not None]
    if not isinstance(subject, str) or not actors:
        raise Unreadable("a description without an actor")
    return Description(
        handle(subject, test_hosts=test_hosts),
        actors[0].link("href"),
        next((there for link in links if (there := _page(link)) is not None), None),
        next((told for rel, told in templates if rel == SUBSCRIBE and _holes(told) == 1), None),
        {rel.removeprefix(INTENTS): told for rel, told in templates if rel.startswith(INTENTS)},
    )


def filled(template: str, **values: str) -> str:
    """With these in its holes, and nothing in those of other names. Where there is but one hole,
    whatever its name, the first goes in it."""
    one = next(iter(values.values()), "") if _holes(template) == 1 else ""
    return _HOLE.sub(lambda hole: quote(values.get(hole[1], one), safe=""), template)


def host_meta(origin: str) -> str:
    """XRD: where this host answers, for those who still ask."""
    template = quoteattr(f"{origin}/.well-known/webfinger?resource={{uri}}")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">'
        f'<Link rel="lrdd" type="{JRD_TYPE}" template={template}/></XRD>\n'
    )


def described_here(origin: str, actor: str, links: Mapping[str, str]) -> dict[str, object]:
    """A JRD of the network itself, by its origin (FEP-d556): its actor, and by relation what else
    is told of it."""
    rel = "https://www.w3.org/ns/activitystreams#Service"
    more = [{"rel": name, "href": href} for name, href in links.items()]
    own = {"rel": rel, "type": ACTIVITY_TYPE, "href": actor}
    return {"subject": f"{origin}/", "links": [own, *more]}


def _is_actor(link: Fields) -> bool:
    if link.value.get("rel") != "self":
        return False
    kind = link.value.get("type")
    try:
        check_content_type(kind if isinstance(kind, str) else "")
    except Unreadable:
        return False
    return True


def _page(link: Fields) -> str | None:
    return page(link, "href") if link.value.get("rel") == PROFILE_PAGE else None


def _template(link: Fields) -> tuple[str, str] | None:
    """Its relation, and an address of the web with holes in it."""
    rel, said = link.value.get("rel"), link.value.get("template")
    if not isinstance(rel, str) or not isinstance(said, str) or not _holes(said):
        return None
    return (rel, plain(said, 2_000)) if is_page(_HOLE.sub("x", said)) else None


def _holes(template: str) -> int:
    return len(_HOLE.findall(template))
