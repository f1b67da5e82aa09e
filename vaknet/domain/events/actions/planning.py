"""Planning an event, changing it, and telling the world."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events import queries, rules
from vaknet.domain.events.actions.details import EventDetails
from vaknet.domain.events.actions.held import group_of, organised
from vaknet.domain.events.actions.moving import move_along
from vaknet.domain.events.actions.outward import refuse_in_its_name
from vaknet.domain.events.actions.seats import offer_seats
from vaknet.domain.events.models import Event, EventHost, EventOrganiser, RegistrationQuestion
from vaknet.domain.federation.queries import may_publish_for
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.rules import may_steward
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.people.actions.organisations import hold_organisation
from vaknet.domain.people.actions.words import line
from vaknet.domain.people.domains import may_speak_for
from vaknet.domain.people.models import Organisation
from vaknet.domain.refusal import Refused

SAME_ACT = timedelta(minutes=1)
# A change of these is told to who comes, and goes to their calendars.
WHEN_AND_WHERE = ("starts_at", "ends_at", "form", "place", "venue", "address", "online_address")
IN_CALENDARS = (*WHEN_AND_WHERE, "name")


@transaction.atomic
def plan_event(
    by: Actor,
    *,
    details: EventDetails,
    groups_that_hold: Sequence[Group] = (),
    organisation: Organisation | None = None,
    questions: Sequence[str] = (),
) -> Event:
    """A draft, that its organisers alone see. The same within a minute is the same draft."""
    _refuse_hosts(by, groups_that_hold, organisation)
    refuse_to_write(by, field="name")
    said = details.tidy()
    if details.ends_at <= now():
        raise Refused(_("This moment is over. Choose one to come."), field="starts_at")
    one_at_a_time(by)
    lately = queries.drafts(by).filter(planned_at__gte=now() - SAME_ACT)
    if (again := lately.filter(name=said["name"], starts_at=details.starts_at).first()) is not None:
        return again
    event = Event.objects.create(**said)
    EventOrganiser.objects.create(event=event, actor=by)
    hosts = [EventHost(event=event, group=group) for group in groups_that_hold]
    if organisation is not None:
        hosts.append(EventHost(event=event, organisation=organisation))
    for position, host in enumerate(hosts):
        host.position = position
    EventHost.objects.bulk_create(hosts)
    ask_of_who_comes(event, questions)
    record(by, "planned_event", event, audience=Audience.SELF, group=group_of(event))
    return event


def _refuse_hosts(by: Actor, held_by: Sequence[Group], organisation: Organisation | None) -> None:
    """In the name of a group speak its stewards; anybody in it may plan for them to publish."""
    if not held_by and organisation is None:
        raise Refused(_("Choose who holds it: a group or an organisation."), field="groups")
    if len(held_by) > rules.MOST_HOSTS:
        raise Refused(_("At most ten groups can hold it together."), field="groups")
    if any(groups.membership(by, group) is None for group in held_by):
        raise Refused(_("You can plan for a group you are in. Join first."), field="groups")
    if organisation is not None and not may_speak_for(by, organisation):
        message = _("You can plan for an organisation where you work.")
        raise Refused(message, field="organisation")
    check_awake(*held_by)


def ask_of_who_comes(event: Event, questions: Sequence[str]) -> None:
    """In place of what was asked before. A question that is kept keeps its answers."""
    texts = [text for given in questions if (text := line(given, limit=200, field="questions"))]
    if len(texts) > rules.MOST_QUESTIONS:
        raise Refused(_("Ask at most five things."), field="questions")
    asked = {row.text: row for row in event.questions.all()}
    event.questions.exclude(text__in=texts).delete()
    # Away from the numbers that are given again: two may not have one place for a moment.
    for number, row in enumerate(asked[text] for text in dict.fromkeys(texts) if text in asked):
        row.position = 1_000 + number
        row.save(update_fields=["position"])
    for position, text in enumerate(dict.fromkeys(texts)):
        RegistrationQuestion.objects.update_or_create(
            event=event, text=text, defaults={"position": position}
        )


@transaction.atomic
def publish_event(by: Actor, *, event: Event) -> Event:
    """From now on it is known, and one can say "I'm coming". Twice is once."""
    held = organised(by, event)
    if held.published_at is not None:
        return held
    if rules.is_over(held, now()):
        raise Refused(_("This moment is over. Choose one to come."))
    if not _may_publish(by, held):
        raise Refused(_who_publishes(held))
    held.published_at = now()
    held.save(update_fields=["published_at"])
    _publish_later_ones(held)
    record(by, "published_event", held, audience=rules.audience_of(held), group=group_of(held))
    return held


def _publish_later_ones(event: Event) -> None:
    """Of a series that was planned as a draft all that are to come; nobody is written of each."""
    if event.series_id is None:
        return
    coming = Event.objects.filter(series=event.series_id, ends_at__gt=now(), cancelled_at=None)
    coming.filter(published_at=None).update(published_at=event.published_at)


def _may_publish(by: Actor, event: Event) -> bool:
    """A steward of each of the groups: it is said in the name of all. Of an organisation whoever
    speaks for it; of one that is known to other networks by its domain."""
    hosts = EventHost.objects.filter(event=event).select_related("group", "organisation")
    for place in (host.organisation for host in hosts if host.organisation is not None):
        hold_organisation(place)
    return all(
        may_steward(groups.membership(by, host.group))
        if host.group is not None
        else host.organisation is not None and may_publish_for(by, host.organisation)
        for host in hosts
    )


def _who_publishes(event: Event) -> str:
    if group_of(event) is None:
        return _("Who speaks for the organisation publishes it. Ask one of them.")
    return _("A steward of each group publishes it. Ask one of them.")


@transaction.atomic
def change_event(
    by: Actor, *, event: Event, details: EventDetails, questions: Sequence[str] = ()
) -> Event:
    """What she says now. Who comes hears of another time or place, and of nothing else.

    Fewer seats than were promised: all that were stay, and nobody new gets one.
    """
    held = organised(by, event)
    if held.cancelled_at is not None:
        raise Refused(_("This event is cancelled. Plan a new one."))
    said = details.tidy()
    changed = {name for name, value in said.items() if getattr(held, name) != value}
    ask_of_who_comes(held, questions)
    if not changed:
        return held
    if Event.Readers.PUBLIC in {held.readers, said["readers"]}:
        refuse_in_its_name(by, Event.objects.filter(pk=held.pk))
    began_at = held.starts_at
    _apply(held, said, changed)
    move_along(held, held.starts_at - began_at)
    record(
        by, _told_as(held, changed), held, audience=rules.audience_of(held), group=group_of(held)
    )
    offer_seats(held)
    return held


def _apply(event: Event, said: dict[str, Any], changed: set[str]) -> None:
    for name in changed:
        setattr(event, name, said[name])
    event.changed_at = now()
    if changed & set(IN_CALENDARS):
        event.sequence += 1
    if "starts_at" in changed:
        event.reminded_at = None
    event.save()


def _told_as(event: Event, changed: set[str]) -> str:
    moved = event.published_at is not None and changed & set(WHEN_AND_WHERE)
    return "moved_event" if moved else "changed_event"
