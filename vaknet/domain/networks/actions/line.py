"""What is kept of a network that talks to us: its keys, and what it said already."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from vaknet.domain.federation.models import Host
from vaknet.domain.networks.models import Heard, Knock, Network
from vaknet.engine.activitypub.origins import origin
from vaknet.kit.domain_names import whole_domain

WINDOW = timedelta(minutes=5)  # how old, or how far ahead by its clock, a signature may be
REMEMBERED = 3 * WINDOW
MOST_A_MINUTE = 60  # requests of one network
MOST_KNOCKS = 30  # hosts that we look at in an hour because they knocked
MOST_KNOCKS_OF_ONE = 4  # of one domain, with all hosts in it


class HeardBefore(Exception):
    """The very same request came in already."""


class TooMuch(Exception):
    """More than one network may ask or propose, or than we look at."""


def hear(*, network: Network, mark: str, now: datetime) -> None:
    """Raises HeardBefore, and TooMuch. `mark`: of the signature."""
    lately = Heard.objects.filter(network=network, at__gt=now - timedelta(minutes=1))
    if lately.count() >= MOST_A_MINUTE:
        raise TooMuch
    try:
        with transaction.atomic():
            Heard.objects.create(network=network, mark=mark, at=now)
    except IntegrityError as error:
        raise HeardBefore from error


def may_knock(*, host: str, now: datetime) -> bool:
    """Whether we go and read who a stranger is; it counts as one time."""
    lately = Knock.objects.filter(at__gt=now - timedelta(hours=1))
    domain = whole_domain(host)
    if lately.count() >= MOST_KNOCKS or lately.filter(host=domain).count() >= MOST_KNOCKS_OF_ONE:
        return False
    Knock.objects.create(host=domain, at=now)
    return True


def forget_heard(*, now: datetime) -> None:
    Heard.objects.filter(at__lt=now - REMEMBERED).delete()
    Knock.objects.filter(at__lt=now - timedelta(days=1)).delete()


def go_and_read(*, network: Network, now: datetime) -> bool:
    """Whether its keys may be read anew now; it counts as one time, also when nobody answers."""
    rows = Network.objects.filter(pk=network.pk, read_at__lt=now - WINDOW)
    return rows.update(read_at=now) == 1


@transaction.atomic
def note_network(
    *,
    base: str,
    uri: str,
    name: str,
    description: str,
    keys: Sequence[Mapping[str, str]],
    now: datetime,
) -> Network:
    """What it says of itself at its own address. One row for each host: a network that began anew
    there, with another actor, is the same one with other keys."""
    host, _is_new = Host.objects.get_or_create(name=origin(base).authority)
    read = {
        "base": base,
        "uri": uri,
        "name": name,
        "description": description,
        "keys": list(keys),
        "read_at": now,
    }
    network, _is_new = Network.objects.update_or_create(host=host, defaults=read)
    return network


def note_about(*, network: Network, name: str, place: tuple[str, float, float] | None) -> None:
    """What a partner tells of itself, for the list and the map."""
    where, latitude, longitude = place or ("", None, None)
    Network.objects.filter(pk=network.pk).update(
        name=name or network.name, place=where, latitude=latitude, longitude=longitude
    )
