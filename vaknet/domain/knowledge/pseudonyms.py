"""Who stands behind a pseudonym: the one module that reads the sealed rows.

All other queries meet the pseudonym as the author, and know no more than their reader does. Here
its bearer finds her own words, her letters find her, and two moderators together find her name.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models.pseudonyms import Pseudonym

FEWEST = 5  # in a smaller group one guesses who asks


def has_enough_members(viewer: Actor, group: Group) -> bool:
    """Counted are those that she may see: how many there are besides is kept from her. Who has no
    account cannot have asked.
    """
    members = groups.members(viewer, group).filter(actor__account__is_active=True)
    return members.count() >= FEWEST


def voice(by: Actor, author: int) -> Actor:
    """As whom she acts on what that author wrote: the pseudonym when it is hers, or herself."""
    return pseudonyms_of(by).filter(pk=author).first() or by


def pseudonyms_of(member: Actor) -> QuerySet[Actor]:
    return Actor.objects.filter(pk__in=_sealed(member.pk))


def behind(author: Actor) -> Actor:
    """Who said it herself; of a pseudonym whose bearer left, only the pseudonym."""
    if not author.is_pseudonym:
        return author
    sealed = Pseudonym.objects.filter(actor=author.pk).select_related("member").first()
    return sealed.member if sealed else author


def all_behind(authors: Collection[Actor]) -> dict[int, int]:
    """The same of each, by their numbers. At most one statement."""
    sealed = [one.pk for one in authors if one.is_pseudonym]
    rows = Pseudonym.objects.filter(actor__in=sealed) if sealed else Pseudonym.objects.none()
    members = dict(rows.values_list("actor", "member"))
    return {one.pk: members.get(one.pk, one.pk) for one in authors}


def names_of(member: int) -> QuerySet[Actor, Any]:
    """The ids of her and all her pseudonyms, for `author__in`: each is found by its index."""
    herself = Actor.objects.filter(pk=member).values("pk")
    return herself.union(Actor.objects.filter(pk__in=_sealed(member)).values("pk"), all=True)


def is_bearer(viewer: int, author: str = "author") -> Exists:
    """Whether the one who looks wrote it without her name."""
    return Exists(Pseudonym.objects.filter(actor=OuterRef(author), member=viewer))


def is_hers(viewer: int, author: str = "author") -> Q:
    """Whether she wrote it, under her name or without it. Asked row by row."""
    return Q(**{author: viewer}) | Q(is_bearer(viewer, author))


def _sealed(member: int) -> QuerySet[Pseudonym, Any]:
    return Pseudonym.objects.filter(member=member).values("actor")
