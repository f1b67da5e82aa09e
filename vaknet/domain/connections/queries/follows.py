"""Whom somebody follows and who follows her: each for herself, and for nobody else."""

from django.db.models import F, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Follow
from vaknet.domain.frozen import Frozen
from vaknet.domain.people.apart import is_apart, is_muted


def is_following(viewer: Actor, person: Actor) -> bool:
    return bool(_FOLLOWS(viewer=viewer.pk, person=person.pk))


def followed(viewer: Actor) -> QuerySet[Actor]:
    """The latest first, with `since` and `muted`: whom she muted is not brought to her here."""
    rows = Actor.objects.filter(followed_by__follower=viewer, followed_by__until=None)
    rows = rows.annotate(since=F("followed_by__since"), muted=is_muted(viewer.pk))
    return rows.exclude(is_apart(viewer.pk)).order_by("-since", "-pk")


def followers(viewer: Actor) -> QuerySet[Actor]:
    """The latest first, with `since`."""
    rows = Actor.objects.filter(follows__followed=viewer, follows__until=None)
    rows = rows.annotate(since=F("follows__since"))
    return rows.exclude(is_apart(viewer.pk)).order_by("-since", "-pk")


def _follows(viewer: int, person: int) -> QuerySet[Follow, int]:
    rows = Follow.objects.filter(follower=viewer, followed=person, until=None)
    return rows.values_list("pk", flat=True)


_FOLLOWS = Frozen(_follows)
