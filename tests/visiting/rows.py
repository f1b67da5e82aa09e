"""Rows of visits, without a partner that listens."""

from datetime import UTC, datetime

from django.test import override_settings
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import Host
from vaknet.domain.groups import actions as groups
from vaknet.domain.networks.models import Network, Terms, Treaty, TreatyShare
from vaknet.domain.networks.terms import Party, Wishes, content_of
from vaknet.domain.visiting import actions
from vaknet.domain.visiting.models import Visit, Visitor

HOST = "zuid.example"


def partner_by_treaty() -> Network:
    known = Network.objects.filter(base=f"https://{HOST}").first()
    if known is not None:
        return known
    host, _is_new = Host.objects.get_or_create(name=HOST)
    network = Network.objects.create(
        host=host,
        base=f"https://{HOST}",
        uri=f"https://{HOST}/ap/x",
        name="Vaknet Zuid",
        read_at=timezone.now(),
    )
    start = datetime(2026, 1, 1, tzinfo=UTC)
    treaty = Treaty.objects.create(
        network=network, token="v" * 22, proposed_by="here", in_force_from=start
    )
    TreatyShare.objects.create(treaty=treaty, kind="groups")
    parties = Party(network.uri, network.name), Party("https://vaknet.example/ap/y", "Vaknet")
    wishes = Wishes(frozenset({"groups"}), moderation="writer", months=12, notice_days=30)
    content = content_of(treaty.token, 1, *parties, wishes)
    Terms.objects.create(treaty=treaty, number=1, content=content, digest="v", by="here")
    return network


def a_visit(by: Actor, group: str = "g" * 22) -> Visit:
    network = partner_by_treaty()
    with override_settings(FEDERATION=True):
        return actions.ask_to_visit(by, network=network, group=group, name="Besloten bouw")


def one_of_each_visit(steward: Actor, member: Actor) -> None:
    group = groups.start_group(
        steward, name="Met bezoek", purpose="Samen", readers="group", admission="request"
    )
    opening = actions.open_to_visitors(steward, group=group, networks=[partner_by_treaty()])
    actions.come_in(
        network=partner_by_treaty(),
        token="w" * 22,
        opening=opening,
        name="Wout Verhulst",
        headline="archivaris",
        text="",
        agreed_to="",
    )
    visitor = Visitor.objects.get(token="w" * 22)
    actions.show_out(steward, visitor=visitor, group=group)
    a_visit(member)
    actions.leave_visit(member, visit=a_visit(member, "h" * 22))
