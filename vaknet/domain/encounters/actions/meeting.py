"""Saying whom one spoke, keeping that, and staying in touch."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.models import ConnectionRequest
from vaknet.domain.connections.queries import are_connected
from vaknet.domain.encounters import queries, rules
from vaknet.domain.encounters.links import swapped
from vaknet.domain.encounters.models import Encounter
from vaknet.domain.events import queries as events
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused


@transaction.atomic
def say_met(by: Actor, *, event: Event, other: Actor) -> Encounter:
    """For herself: the other hears nothing of it. Of who agreed to be on the list of who comes."""
    held = events.event(by, event.pk)
    if not rules.may_say_whom(held, events.registration(by, held), now()):
        raise Refused(_("Who was there says whom she met, from the beginning on."))
    if not events.who_comes(by, held).filter(person=other).exclude(person=by).exists():
        raise Actor.DoesNotExist
    return _met(by, held, other)


@transaction.atomic
def swap(by: Actor, *, event: Event, token: str) -> Encounter:
    """By the drawing that the other showed her: so both know, and it stands with both.

    Raises Registration.DoesNotExist when the drawing is not of somebody at this event.
    """
    held = events.event(by, event.pk)
    shown = swapped(token, held.pk)
    if shown.person is None or shown.person == by or are_apart(by, shown.person):
        raise Registration.DoesNotExist
    if not rules.may_say_whom(held, events.registration(by, held), now()):
        raise Refused(_("Who was there says whom she met, from the beginning on."))
    _met(shown.person, held, by)
    return _met(by, held, shown.person)


def _met(person: Actor, event: Event, other: Actor) -> Encounter:
    row, is_new = Encounter.objects.get_or_create(
        event=event, person=person, other=other, defaults={"since": now()}
    )
    if is_new:
        record(person, "met", row, audience=Audience.SELF)
    return row


@transaction.atomic
def keep_encounter(by: Actor, *, encounter: Encounter) -> Encounter:
    """It stays. Twice is once."""
    row = _hers(by, encounter)
    if row.kept_at is None:
        row.kept_at = now()
        row.save(update_fields=["kept_at"])
        record(by, "kept_encounter", row, audience=Audience.SELF)
    return row


@transaction.atomic
def stay_in_touch(by: Actor, *, encounter: Encounter) -> bool:
    """Whether they know each other now. The other learns it only when she wants it too: then they
    are contacts, with the event as the note of where they met."""
    row = _hers(by, encounter)
    if row.in_touch_at is None:
        row.in_touch_at = now()
        row.kept_at = row.kept_at or row.in_touch_at
        row.save(update_fields=["in_touch_at", "kept_at"])
        record(by, "wants_to_stay_in_touch", row, audience=Audience.SELF)
    if are_connected(by, row.other):
        return True
    back = Encounter.objects.filter(event=row.event, person=row.other, other=by)
    if not back.filter(in_touch_at__isnull=False).exists():
        return False
    request = _asked_before(by, row.other)
    if request is None:
        request = connections.request_connection(row.other, recipient=by, note=row.event.name)
    connections.accept_request(request.recipient, request=request)
    return True


def _asked_before(one: Actor, other: Actor) -> ConnectionRequest | None:
    """One of them asked the other some time ago; minds may have changed since."""
    both = (one, other)
    rows = ConnectionRequest.objects.filter(sender__in=both, recipient__in=both, accepted_at=None)
    return rows.filter(withdrawn_at=None).select_related("recipient").first()


@transaction.atomic
def let_go(by: Actor, *, encounter: Encounter) -> None:
    """Gone from her list for good, and with it what she wanted. Twice is once."""
    row = Encounter.objects.filter(pk=encounter.pk, person=by).first()
    if row is not None:
        record(by, "let_encounter_go", row, audience=Audience.SELF)
        row.delete()


def _hers(by: Actor, encounter: Encounter) -> Encounter:
    """Both rows of the two are held in one order: they may want the same at the same moment."""
    both = Encounter.objects.filter(
        event=encounter.event_id,
        person__in=(encounter.person_id, encounter.other_id),
        other__in=(encounter.person_id, encounter.other_id),
    )
    list(both.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    return queries.encounter(by, encounter.pk)
