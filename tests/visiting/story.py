"""Wout, of a partner network, would like to come into a group of ours; and the other way round."""

from secrets import token_urlsafe
from typing import Any

from tests.networks.partner import Partner
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups import admission
from vaknet.domain.groups.models import Group
from vaknet.domain.networks.queries import partners
from vaknet.domain.visiting import actions
from vaknet.domain.visiting.models import Opening, Visitor

OUT = b'{"state": "out"}'


def closed_group(by: Actor, name: str = "Bouwdossiers", **more: Any) -> Group:
    """Of members, who are let in one by one."""
    given = {"readers": "group", "admission": "request"} | more
    return groups.start_group(by, name=name, purpose="Onder ons", **given)


def opened(by: Actor, group: Group) -> Opening:
    """To all partners there are."""
    return actions.open_to_visitors(by, group=group, networks=partners())


class Wout:
    """As his network asks for him."""

    def __init__(self, partner: Partner, opening: Opening, token: str = "") -> None:
        self.partner, self.opening = partner, opening
        self.token = token or token_urlsafe(16)

    def told(self, **more: object) -> dict[str, object]:
        return {"visitor": self.token, "group": self.opening.token, "language": "en"} | more

    def asks(self, **more: object) -> dict[str, Any]:
        said = {"name": "Wout Verhulst", "headline": "archivaris", "text": "Mag ik mee?"}
        return self.partner.asks("group/ask", self.told(**said | more)).json()

    def reads(self, part: str = "conversations", **more: object) -> dict[str, Any]:
        return self.partner.asks("group/read", self.told(part=part, **more)).json()

    def opens(self, id: str, **more: object) -> Any:
        return self.partner.asks("group/thread", self.told(id=id, **more))

    def says(self, text: str, **more: object) -> Any:
        return self.partner.asks("group/say", self.told(kind="words", text=text) | more)

    @property
    def actor(self) -> Actor:
        return Visitor.objects.get(token=self.token).actor


def let_in(steward: Actor, wout: Wout) -> Wout:
    wout.asks()
    [asked] = admission.requests_waiting(steward, wout.opening.group)
    groups.let_in(steward, request=asked)
    return wout


def visited(world: World, partner: Partner) -> Wout:
    """Samira's closed group is open to visitors, and Wout is in."""
    partner.in_force("groups")
    group = closed_group(world.samira)
    return let_in(world.samira, Wout(partner, opened(world.samira, group)))
