"""Who sees which part of a profile: for one profile by `Closeness`, in lists by conditions.

What all members can find (the line under a name, the finder, suggestions) is made of parts that
are shown to all of them; a part for contacts or for nobody is left out there for everybody, so
that no list, no order and no silence tells what it says.
"""

from enum import IntEnum

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import Consent, PartAudience

Who = PartAudience.Who


class Closeness(IntEnum):
    """How near the one who looks stands to whom she looks at."""

    OUTSIDER = 0
    MEMBER = 1
    CONTACT = 2
    SELF = 3


NEEDED = {
    Who.EVERYONE: Closeness.OUTSIDER,
    Who.MEMBERS: Closeness.MEMBER,
    Who.CONTACTS: Closeness.CONTACT,
    Who.ME: Closeness.SELF,
}


def sees(closeness: Closeness, who: str) -> bool:
    return closeness >= NEEDED[Who(who)]


def is_narrowed(part: str | OuterRef, *, person: str = "actor") -> Q:
    """Whether a part is kept from members in general. `person` names the column with her id."""
    return _kept(part, person, [Who.CONTACTS, Who.ME])


def is_kept_to_herself(part: str | OuterRef, *, person: str = "actor") -> Q:
    """Whether not even her contacts see a part."""
    return _kept(part, person, [Who.ME])


def narrowed_parts(*, person: str = "actor") -> ArraySubquery:
    """The parts that are kept from members in general."""
    rows = PartAudience.objects.filter(actor=OuterRef(person), who__in=[Who.CONTACTS, Who.ME])
    return ArraySubquery(rows.values("part"))


def _kept(part: str | OuterRef, person: str, who: list[Who]) -> Q:
    rows = PartAudience.objects.filter(actor=OuterRef(person), part=part, who__in=who)
    return Q(Exists(rows))


def is_public(person: str = "pk") -> Q:
    """Whether she agreed to have a page for everyone."""
    kind = Consent.Kind.BE_PUBLIC
    return Q(Exists(Consent.objects.filter(actor=OuterRef(person), kind=kind, until=None)))


def audiences(actor: Actor) -> dict[str, str]:
    """Only the parts that are not simply for all members."""
    return dict(PartAudience.objects.filter(actor=actor).values_list("part", "who"))


def page_is_public(actor: Actor) -> bool:
    kind = Consent.Kind.BE_PUBLIC
    return Consent.objects.filter(actor=actor, kind=kind, until=None).exists()
