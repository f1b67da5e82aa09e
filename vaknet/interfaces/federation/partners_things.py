"""What two networks let each other see of what everybody may read: telling it, and reading it.

Nothing here knows who looks: what is told is what a guest reads.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from vaknet.domain.events.queries import events_to_come
from vaknet.domain.federation import rules
from vaknet.domain.federation.models import KeptHome
from vaknet.domain.groups.queries import readable_groups
from vaknet.domain.journal.models import Journal
from vaknet.domain.networks import actions, queries
from vaknet.domain.networks.actions.things import MOST, Thing
from vaknet.domain.networks.models import Network, Share, Treaty
from vaknet.domain.networks.queries import PLAIN
from vaknet.domain.opportunities.queries import open_opportunities
from vaknet.engine.activitypub import Unreadable
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.origins import identifier, is_page, same_origin
from vaknet.interfaces.federation.addresses import ours
from vaknet.interfaces.federation.partners import PartnerSilent, Told, ask_partner, for_partners
from vaknet.interfaces.reaching.networks import read_actor
from vaknet.kit.http import Unfetchable
from vaknet.kit.plain import plain

LONGEST_TEXT = 300
KEYS_FOR = timedelta(days=1)

type Items = Mapping[str, object]


@for_partners("about")
def about(_request: HttpRequest, _network: Network, _told: Told) -> Items:
    """The name of this network, and where it is."""
    told: dict[str, object] = {"name": settings.NETWORK_NAME}
    place = queries.own_place()
    if place is not None:
        where = {"name": place.name, "latitude": place.latitude, "longitude": place.longitude}
        told["place"] = where
    return told


@for_partners("agenda", Share.AGENDA)
def agenda(_request: HttpRequest, _network: Network, _told: Told) -> Items:
    rows = events_to_come(None, now=timezone.now()).filter(cancelled_at=None)[:MOST]
    return {
        "items": [
            {
                **_item(reverse("event", args=[event.pk]), event.name, event.summary),
                "startsAt": event.starts_at.isoformat(),
                "endsAt": event.ends_at.isoformat(),
                "place": ", ".join(
                    part for part in (event.venue, event.place.name if event.place else "") if part
                ),
            }
            for event in rows
        ]
    }


@for_partners("groups", Share.GROUPS)
def groups(_request: HttpRequest, _network: Network, _told: Told) -> Items:
    """Not those that their stewards keep home."""
    kept = KeptHome.objects.filter(group=OuterRef("pk"), until=None)
    rows = readable_groups(None).exclude(Exists(kept)).select_related("actor")
    return {
        "items": [
            _item(reverse("group", args=[one.actor.handle]), one.actor.name, one.purpose)
            for one in rows.order_by("actor__name", "pk")[:MOST]
        ]
    }


@for_partners("journals", Share.JOURNALS)
def journals(_request: HttpRequest, _network: Network, _told: Told) -> Items:
    kept = KeptHome.objects.filter(group=OuterRef("group"), until=None)
    rows = Journal.objects.filter(until=None, group__in=readable_groups(None))
    rows = rows.exclude(Exists(kept)).select_related("group__actor")
    return {
        "items": [
            _item(
                reverse("issues", args=[one.group.actor.handle]),
                one.group.actor.name,
                one.group.purpose,
            )
            for one in rows.order_by("group__actor__name", "pk")[:MOST]
        ]
    }


@for_partners("opportunities", Share.OPPORTUNITIES)
def opportunities(_request: HttpRequest, _network: Network, _told: Told) -> Items:
    rows = open_opportunities(None, now=timezone.now())[:MOST]
    return {
        "items": [
            {
                **_item(reverse("opportunity", args=[one.pk]), one.title, one.text),
                "endsAt": one.closes_at.isoformat(),
            }
            for one in rows
        ]
    }


def _item(path: str, title: str, text: str) -> dict[str, object]:
    address = ours() + path
    return {"id": address, "url": address, "title": title, "text": plain(text, LONGEST_TEXT)}


def read_partner(treaty: Treaty) -> None:
    """All that this treaty lets us read, a list at a time. Outside any transaction."""
    shared = set(treaty.shares.values_list("kind", flat=True))
    _read_keys(treaty.network)
    try:
        _read_about(treaty)
    except PartnerSilent as silence:
        for kind in PLAIN:
            actions.note_unread(treaty=treaty, kind=kind, reason=silence.reason)
        return
    for kind in PLAIN:
        if kind in shared:
            _read(treaty, kind)


def _read_keys(network: Network) -> None:
    """Once a day, so that a key that they put aside opens nothing here for longer than they name
    it. When they do not answer, what we have stays."""
    now = timezone.now()
    if network.read_at > now - KEYS_FOR or not actions.go_and_read(network=network, now=now):
        return
    with suppress(Unfetchable, Unreadable):
        actions.note_network(**vars(read_actor(network.base, network.uri)), now=now)


def _read(treaty: Treaty, kind: Share) -> None:
    try:
        answer = ask_partner(treaty.network, kind.value, {})
        things = list(_things(treaty.network, answer))
    except PartnerSilent as silence:
        actions.note_unread(treaty=treaty, kind=kind, reason=silence.reason)
    except Unreadable as error:
        actions.note_unread(treaty=treaty, kind=kind, reason=error.reason)
    else:
        actions.keep_things(treaty=treaty, kind=kind, things=things, now=timezone.now())


def _read_about(treaty: Treaty) -> None:
    told = Fields(ask_partner(treaty.network, "about", {}))
    where = told.inside("place")
    latitude = where.number("latitude", bound=90)
    longitude = where.number("longitude", bound=180)
    actions.note_about(
        network=treaty.network,
        name=plain(told.text("name"), 120),
        place=None
        if latitude is None or longitude is None
        else (plain(where.text("name"), 100), latitude, longitude),
    )


def _things(network: Network, answer: Mapping[str, object]) -> Iterator[Thing]:
    """What can be read; the rest is left out. All of its own network: nobody shows the things of
    others through a treaty."""
    for given in Fields(answer, rules.trial_hosts()).things("items")[:MOST]:
        try:
            yield _thing(network, given)
        except Unreadable:
            continue


def _thing(network: Network, given: Fields) -> Thing:
    uri = identifier(given.value.get("id"), test_hosts=rules.trial_hosts())
    url, title = given.value.get("url"), given.text("title", longest=200)
    if len(uri) > 500 or not same_origin(uri, network.base) or not title:
        raise Unreadable("nothing of this network with a title")
    if not isinstance(url, str) or len(url) > 500 or not is_page(url):
        raise Unreadable("nothing that people can read")
    if not same_origin(url, network.base):
        raise Unreadable("a page of somebody elsewhere")
    return Thing(
        uri=uri,
        url=url,
        title=title,
        text=given.text("text", longest=LONGEST_TEXT),
        place=given.text("place", longest=200),
        starts_at=given.moment("startsAt"),
        ends_at=given.moment("endsAt"),
    )
