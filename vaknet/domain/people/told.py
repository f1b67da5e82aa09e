"""Which roles a member may see, and so of which organisations she may know that they are here."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.people.apart import is_apart
from vaknet.domain.people.models import Organisation, Role
from vaknet.domain.people.visibility import Closeness, Who, is_narrowed, sees


def seen_roles(viewer: Actor, rows: QuerySet[Role]) -> QuerySet[Role]:
    """Those of them that are told to all members, by whom she is not kept apart from."""
    return told_roles(rows.exclude(is_apart(viewer.pk, "actor")))


def told_roles(rows: QuerySet[Role]) -> QuerySet[Role]:
    """Those of them that are told to all members, also by whom a viewer may not see."""
    return rows.exclude(is_narrowed(OuterRef("kind")))


def known_among(viewer: Actor | None, places: Iterable[Organisation]) -> list[Organisation]:
    """Official bodies; for a member also what somebody tells her of, and what she told herself.

    That any other one is here at all would tell that somebody works there who keeps it to herself.
    So one statement is asked whatever the places, and also for none.
    """
    places = list(places)
    if viewer is None:
        return [place for place in places if place.uri]
    known = set(_KNOWN(viewer=viewer.pk, ids=[place.pk for place in places]))
    return [place for place in places if place.pk in known]


def leading_to(
    roles: Iterable[Role], closeness: Closeness, narrowed: Mapping[str, str]
) -> set[int]:
    """The organisations in what somebody tells of herself that have a page for whoever looks.

    A role for contacts alone leads to an official body only: others know of it from nobody.
    """
    if closeness == Closeness.OUTSIDER:
        return set()
    return {
        role.organisation.pk
        for role in roles
        if role.organisation
        and (
            role.organisation.uri
            or closeness == Closeness.SELF
            or sees(Closeness.MEMBER, narrowed.get(role.kind, Who.MEMBERS))
        )
    }


def _known(viewer: int, ids: list[int]) -> QuerySet[Organisation, int]:
    there = Role.objects.filter(organisation=OuterRef("pk"))
    # Asked of each of these few: as an EXISTS it may be answered for the roles of everybody.
    told = Subquery(seen_roles(Actor(pk=viewer), there).values("pk")[:1])
    rows = Organisation.objects.filter(pk__any_of=ids).alias(told=told)
    rows = rows.filter(Q(uri__gt="") | Exists(there.filter(actor=viewer)) | Q(told__isnull=False))
    return rows.values_list("pk", flat=True)


_KNOWN = Frozen(_known)
