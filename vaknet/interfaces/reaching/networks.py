"""Reading who another network is, at its own address."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import strip_tags

from vaknet.configuration import configuration
from vaknet.domain.federation import rules
from vaknet.domain.federation.models import LONGEST_ID
from vaknet.domain.federation.queries.limits import refuses
from vaknet.engine.activitypub import ActorKind, Document, Found, Unreadable, actor, found_at
from vaknet.engine.activitypub.documents import CONTENT_TYPE
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.keys import as_text
from vaknet.engine.activitypub.nodeinfo import APPLICATION
from vaknet.engine.activitypub.origins import identifier, origin, same_origin
from vaknet.engine.activitypub.webfinger import ACTIVITY_TYPE
from vaknet.kit.http import Unfetchable, ask
from vaknet.kit.internet import Address
from vaknet.kit.plain import plain

JSON = "application/json"
LARGEST = 256_000
SECONDS = 5.0
LONGEST_NAME = 120
LONGEST_DESCRIPTION = 500


class NotFound(Exception):
    """There is no network that we can talk with. The reason is for a log."""


@dataclass(frozen=True)
class SeenNetwork:
    """What it says of itself."""

    base: str
    uri: str
    name: str
    description: str
    keys: Sequence[dict[str, str]]


def may_reach(address: Address, port: int) -> bool:
    """The public internet, what the operator named, and the networks of a trial."""
    ports = {origin(f"http://{host}").port for host in rules.trial_hosts()}
    return configuration.may_reach(address, port) or (address.is_loopback and port in ports)


def read_network(address: str, *, seconds: float = SECONDS) -> SeenNetwork:
    """Of any page of it. Raises NotFound. `seconds`: for each of the two questions.

    Two questions: which actor is the network itself (FEP-2677), and who that is. An actor of
    somebody who only lives there is not the network.
    """
    try:
        base = str(origin(address))
        identifier(base, test_hosts=rules.trial_hosts())
        content = _content(f"{base}/.well-known/nodeinfo", [JSON], seconds)
        links = Fields(Document(content).value, rules.trial_hosts())
        uri = next(
            one.link("href") for one in links.things("links") if one.value.get("rel") == APPLICATION
        )
        return read_actor(base, uri, seconds=seconds)
    except (Unreadable, Unfetchable, StopIteration) as error:
        raise NotFound(str(error)) from error


def read_actor(base: str, uri: str, *, seconds: float = SECONDS) -> SeenNetwork:
    """Raises Unreadable and Unfetchable."""
    if refuses(origin(base).authority):
        raise Unreadable("a host that is closed")
    if not same_origin(base, uri) or len(uri) > LONGEST_ID:
        raise Unreadable("its actor is of somebody elsewhere, or too long to keep")
    kinds = [ACTIVITY_TYPE, CONTENT_TYPE, "application/ld+json"]
    document = Document(_content(uri, kinds, seconds))
    if found_at(document, uri, test_hosts=rules.trial_hosts()) is not Found.ITSELF:
        raise Unreadable("an actor with another id")
    read = actor(document, test_hosts=rules.trial_hosts())
    if read.kind is not ActorKind.APPLICATION:
        raise Unreadable("that is no network")
    return SeenNetwork(
        base=base,
        uri=uri,
        name=plain(read.name, LONGEST_NAME) or origin(base).authority,
        description=plain(strip_tags(read.summary.text), LONGEST_DESCRIPTION),
        keys=[{"id": key.id, "public": as_text(key.key)} for key in read.keys],
    )


def _content(url: str, kinds: Sequence[str], seconds: float) -> bytes:
    """Where it leads elsewhere is not followed to another network."""
    answer = ask(
        url,
        kinds=kinds,
        seconds=seconds,
        largest=LARGEST,
        may_reach=may_reach,
        may_ask=lambda there: same_origin(there, url),
    )
    if answer.status != 200:
        raise Unreadable(f"answered {answer.status}")
    return answer.content
