"""Whom a report may be passed on to: the network of who wrote it, when that is not this one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import rules
from vaknet.domain.federation.models import RemoteActor, RemoteThing
from vaknet.domain.federation.queries.limits import refuses
from vaknet.domain.governance.models import Case, Forwarded
from vaknet.domain.people.managers import is_manager


@dataclass(frozen=True)
class Addressed:
    """`objects`: whom and what it is about, as her network calls them."""

    host: str
    inbox: str
    objects: Sequence[str]


def addressed(case: Case) -> Addressed | None:
    """None when who wrote it is of here, or nothing goes to her network."""
    if case.author_id is None or not rules.is_on():
        return None
    there = RemoteActor.objects.select_related("host").filter(actor=case.author_id).first()
    if there is None or not may_hear(there):
        return None
    inbox = there.shared_inbox or there.inbox
    return Addressed(there.host.name, inbox, list(dict.fromkeys([there.uri, *_things(case)])))


def may_hear(there: RemoteActor) -> bool:
    """Whether something goes to her network at all."""
    return rules.is_on() and there.gone_at is None and not refuses(there.host.name)


def may_forward(viewer: Actor, case: Case) -> bool:
    """A manager, once: who speaks for the whole network. Also after it went by itself: that says
    no more than a reason."""
    said = Forwarded.objects.filter(case=case, by_itself=False)
    return not said.exists() and is_manager(viewer)


def _things(case: Case) -> list[str]:
    thing = case.thing
    if thing is None:
        return [case.elsewhere] if case.elsewhere else []
    kind = ContentType.objects.get_for_model(thing)
    rows = RemoteThing.objects.filter(object_type=kind, object_id=thing.pk, author=case.author_id)
    return list(rows.order_by("pk").values_list("uri", flat=True))
