"""Coming to an event of ours from another network (decision 80): Join, Leave, and the answers."""

from collections.abc import Collection

from vaknet.domain.activity.models import Activity
from vaknet.domain.events import actions as events
from vaknet.domain.events import elsewhere
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.federation import queries
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.models import FederatedThing, RemoteActor
from vaknet.domain.federation.queries.remote import inboxes_by
from vaknet.domain.federation.rules import mark_of
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Verb
from vaknet.engine.activitypub.own_follows import answer, asked_to_join
from vaknet.interfaces.federation import gathering
from vaknet.interfaces.federation.addresses import actor_address, thing_address
from vaknet.interfaces.federation.arrived import Arrived, Nothing
from vaknet.interfaces.federation.arriving import thing_of_ours

SALT = "vaknet.federation.coming"


def joined(arrived: Arrived) -> None:
    """Of what guests cannot read she hears nothing, as of what is not there."""
    thing, event = _event_at(arrived.activity.part.id)
    name = arrived.activity.id
    if name is None or thing.gone_at is not None or gathering.thing_of(thing)[0] is None:
        raise Nothing("no event that guests may know of, or an asking without a name")
    try:
        row = events.join_from_elsewhere(arrived.by, event=event, asked_as=name)
    except Refused as refused:
        _tell(Verb.REJECT, thing, arrived.by, asked_as=name)
        raise Nothing(str(refused.message)) from None
    _tell_how_it_stands(row, thing, arrived.by)


def left(arrived: Arrived) -> None:
    """Also of an event that guests cannot read any more."""
    _thing, event = _event_at(arrived.activity.part.id)
    _leave(arrived.by, elsewhere.of_actor(arrived.by.actor, event.pk))


def taken_back(arrived: Arrived) -> None:
    """Undo of a Join that came along whole."""
    undone = arrived.undone()
    if arrived.activity.part.id is not None and took_back_by_name(arrived):
        return
    _thing, event = _event_at(undone.link("object"))
    _leave(arrived.by, elsewhere.of_actor(arrived.by.actor, event.pk))


def took_back_by_name(arrived: Arrived) -> bool:
    """Undo of what is only named: whether it was a Join of hers, which is over then."""
    found = elsewhere.asked_so(arrived.by.actor, arrived.activity.part.id or "")
    if found is not None:
        _leave(arrived.by, found)
    return found is not None


def seat_came(activity: Activity) -> None:
    """She waited, and has a seat now."""
    rows = Registration.objects.filter(pk=activity.object_id, cancelled_at=None)
    row = rows.exclude(asked_as="").select_related("person__remote").first()
    thing = _address_of(row.event_id) if row is not None else None
    if row is not None and row.person is not None and thing is not None:
        _tell_how_it_stands(row, thing, row.person.remote)


def inboxes_of_attendees(events: Collection[int]) -> dict[int, set[str]]:
    """Who comes or waits hears what changes, whether she follows or not. By event."""
    rows = elsewhere.coming_from_elsewhere(events)
    return inboxes_by(rows, "event", "person__remote")


def _event_at(uri: str | None) -> tuple[FederatedThing, Event]:
    thing = thing_of_ours(uri or "")
    if thing is None or not isinstance(thing.object, Event):
        raise Nothing("no event of ours")
    return thing, thing.object


def _address_of(event: int) -> FederatedThing | None:
    return queries.things_known(Event, [event]).first()


def _leave(by: RemoteActor, found: Registration | None) -> None:
    if found is None:
        raise Nothing("she does not come there")
    try:
        events.leave_from_elsewhere(by, registration=found)
    except Refused as refused:
        raise Nothing(str(refused.message)) from None


def _tell_how_it_stands(row: Registration, thing: FederatedThing, to: RemoteActor) -> None:
    verb = Verb.ACCEPT if row.seated_at else Verb.TENTATIVE_ACCEPT
    _tell(verb, thing, to, asked_as=row.asked_as)


def _tell(verb: Verb, thing: FederatedThing, to: RemoteActor, *, asked_as: str) -> None:
    """By the group that holds it. The same is told with the same id, however often."""
    group = queries.actors_at([thing.owner])[thing.owner]
    mark = mark_of(SALT, f"{verb} {asked_as}")
    asked = asked_to_join(to.uri, known_as=asked_as, event=thing_address(thing.token))
    name = f"{verb.lower()}-{mark}"
    deliver(group, answer(verb, actor_address(thing.owner), name=name, asked=asked), [to.inbox])
