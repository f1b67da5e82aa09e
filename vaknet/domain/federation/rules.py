"""Whether this network has a door to others, and who may speak for whom there."""

from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

from vaknet.domain.activity.models import FORMER, VISITOR, Actor
from vaknet.domain.groups.models import Group
from vaknet.engine.activitypub.origins import origin

if TYPE_CHECKING:
    from vaknet.domain.groups.models import MembershipOfOne

NETWORK = "vaknet"  # reserved: nobody who joins and no group gets it
MODERATE_ELSEWHERE = "moderate_elsewhere"  # what a link to somebody on another network is for
LONGEST_HANDLE = 50
EDITION = "2026-11-b"  # of the words on her page: said anew when more goes along


def is_on() -> bool:
    """The operator says so; without it no address of this is there."""
    on: bool = settings.FEDERATION
    return on


def trial_hosts() -> frozenset[str]:
    """Networks on this machine that may be spoken with over http. Empty in real use."""
    hosts: frozenset[str] = settings.FEDERATION_TRIAL
    return hosts


def address_of(actor: Actor) -> str:
    """How people elsewhere write her: @samira@vaknet.example."""
    return f"@{actor.handle}@{origin(settings.BASE_URL).authority}"


def id_of(token: str) -> str:
    """The address of one of ours, as other networks have it."""
    return f"{origin(settings.BASE_URL)}/ap/{token}"


def id_of_thing(token: str) -> str:
    return f"{origin(settings.BASE_URL)}/ap/things/{token}"


def id_of_words(token: str) -> str:
    """Of what a member said to somebody on another network."""
    return f"{origin(settings.BASE_URL)}/ap/words/{token}"


def handle_of_domain(domain: str) -> str:
    """Of an organisation: the domain that it showed, with signs between that no name of a member
    or group has. So it is never taken for one of them, nor tells who has which handle."""
    plain = domain.replace(".", "_")
    if len(plain) > LONGEST_HANDLE:
        plain = f"{plain[:40]}_{sha256(domain.encode()).hexdigest()[:8]}"
    taken = plain.startswith((FORMER, VISITOR, "pseudonym_"))
    return f"domain_{plain}" if taken else plain


def may_federate(group: Group) -> bool:
    """What guests cannot read stays here."""
    return group.readers == Group.Readers.PUBLIC


def speaks_for(by: Actor, actor: Actor, membership: "MembershipOfOne | None") -> bool:
    """A person for herself, a steward for her group. `membership` is that in the group."""
    if actor.kind == Actor.Kind.GROUP:
        return membership is not None and membership.is_steward
    return by.pk == actor.pk


def mark_of(salt: str, value: object) -> str:
    """Ends the id of an activity: the same when it is tried again. The number of a row in it does
    not go out."""
    return salted_hmac(salt, str(value), algorithm="sha256").hexdigest()[:16]


def chance() -> str:
    """What nobody guesses and no two ever share: 128 bits, as in a UUID, in 22 signs. Unlike a
    number it does not tell how many there were."""
    return token_urlsafe(16)
