"""What is meant by an address of ours, and what we made of things elsewhere."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import Follower, RemoteActor, RemoteThing
from vaknet.domain.groups.models import Group


def remote_thing(uri: str) -> RemoteThing | None:
    """Also one that its author took away: what comes late does not bring it back. What came in goes
    before what anybody says of it."""
    rows = RemoteThing.objects.select_related("author__actor").filter(uri=uri)
    return rows.order_by(F("object_type").desc(nulls_last=True), "pk").first()


def remote_things(uris: Collection[str]) -> dict[str, RemoteThing]:
    """The same of many, with what they are, by address."""
    rows = RemoteThing.objects.filter(uri__in=uris).prefetch_related("object")
    last_first = rows.order_by(F("object_type").desc(nulls_last=True), "pk").reverse()
    return {row.uri: row for row in last_first}


def remote_thing_of(uri: str, *, author: RemoteActor) -> RemoteThing | None:
    """The same, for what this one says of it. That somebody else of her origin says that it is gone
    is nothing, as long as it never came in: else whoever shares a server with her could keep out
    what she is about to say."""
    rows = RemoteThing.objects.select_related("author__actor").filter(uri=uri)
    shown = rows.exclude(~Q(author=author), object_type=None)
    return shown.order_by(F("object_type").desc(nulls_last=True), "pk").first()


def came_as(model: type[Model], pk: int) -> RemoteThing | None:
    """What it is on the network from which it came; None when it is of here, or gone there."""
    kind = ContentType.objects.get_for_model(model)
    return RemoteThing.objects.filter(object_type=kind, object_id=pk, gone_at=None).first()


def came_below(model: type[Model], ids: "QuerySet[Any, Any]") -> QuerySet[RemoteThing]:
    """The same for many, the newest first."""
    kind = ContentType.objects.get_for_model(model)
    rows = RemoteThing.objects.filter(object_type=kind, object_id__in=ids, gone_at=None)
    return rows.order_by("-pk")


def follows_one_of(actor: Actor, groups: Iterable[Group]) -> bool:
    """Whether somebody on another network follows one of these groups: so one is in it there."""
    rows = Follower.objects.filter(follower__actor=actor, until=None, since__isnull=False)
    return rows.filter(followed__in=[group.actor_id for group in groups]).exists()
