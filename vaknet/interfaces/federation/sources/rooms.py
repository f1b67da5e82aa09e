"""Polls, events and opportunities: always of a group or organisation, whoever made them."""

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.events import rules as event_rules
from vaknet.domain.events import words as event_words
from vaknet.domain.events.elsewhere import needs_answers
from vaknet.domain.events.models import Event, EventHost
from vaknet.domain.events.queries import visible_events
from vaknet.domain.federation.queries import groups_known, represented
from vaknet.domain.opportunities import words as opportunity_words
from vaknet.domain.opportunities.models import Opportunity
from vaknet.domain.opportunities.queries import visible_opportunities
from vaknet.domain.surveys.models import Poll
from vaknet.domain.surveys.queries import visible_polls
from vaknet.domain.surveys.words import who_votes
from vaknet.engine.activitypub import PostKind
from vaknet.engine.activitypub.own_posts import OwnEvent, OwnPicture, OwnPoll
from vaknet.engine.activitypub.own_words import paragraphs
from vaknet.engine.activitypub.places import Status
from vaknet.interfaces.federation.sources.base import Public, Source
from vaknet.kit.markdown import to_html

SIDE = 1600
ACTOR = BigIntegerField()
NEVER = Value(value=False)


def _polls() -> QuerySet[Any]:
    rows = visible_polls(None).filter(group__in=groups_known()).prefetch_related("choices")
    return rows.annotate(group_of=F("group"), said_at=F("asked_at"))


def _read_poll(row: Any) -> Public:
    """Figures only once it is counted, and none where too few took part: as on its page."""
    choices = sorted(row.choices.all(), key=lambda choice: choice.position)
    ends = datetime.combine(row.closes_on + timedelta(days=1), time.min)
    return Public(
        key=(Poll, row.pk),
        owner=row.group_of,
        group=row.group_of,
        kind=PostKind.QUESTION,
        page=reverse("poll", args=[row.pk]),
        name=row.question,
        content=paragraphs(row.question, row.explanation, _who_votes(row)),
        at=row.said_at,
        updated=row.closed_at,
        poll=OwnPoll(
            choices=[(choice.text, choice.votes) for choice in choices],
            several=row.takes_several,
            ends=timezone.make_aware(ends),
            closed=row.closed_at,
            voters=row.voters,
        ),
    )


def _who_votes(row: Poll) -> str:
    """In words: no property says that votes of others count, or do not."""
    if row.closed_at is not None:
        return ""
    return who_votes(row)


def _events() -> QuerySet[Any]:
    """Of the first host that is known elsewhere. A group goes before an organisation: so nothing of
    a group gets another address when an organisation becomes known."""
    hosts = EventHost.objects.filter(event=OuterRef("pk")).order_by("position")
    groups = hosts.filter(group__in=groups_known()).values("group")
    places = hosts.filter(
        organisation__represented__in=represented(),
        organisation__represented__since__lte=OuterRef("published_at"),
    ).values("organisation__actor")
    first = Coalesce(Subquery(groups[:1]), Subquery(places[:1]), output_field=ACTOR)
    rows = visible_events(None).annotate(group_of=first, said_at=F("published_at"), is_named=NEVER)
    return rows.annotate(asks=needs_answers()).filter(group_of__isnull=False)


def _read_event(row: Event) -> Public:
    """Where one looks in online is told to who comes; here it is the page."""
    place = row.place.name if row.place is not None else ""
    called_off = [_("This event is cancelled."), row.cancel_reason] if row.cancelled_at else []
    when = f"{event_words.days(row)}, {event_words.hours(row)}"
    where = event_words.where(row)
    said = paragraphs(*called_off, row.summary, when, where)
    return Public(
        key=(Event, row.pk),
        owner=row.group_of,  # type: ignore[attr-defined]
        group=row.group_of,  # type: ignore[attr-defined]
        kind=PostKind.EVENT,
        page=reverse("event", args=[row.pk]),
        name=row.name,
        content=said + to_html(row.description, is_page=True),
        at=row.said_at,  # type: ignore[attr-defined]
        updated=_later(row, row.changed_at, row.cancelled_at),
        picture=_cover(row),
        event=OwnEvent(
            starts=row.local_start,
            ends=row.local_end,
            timezone=row.zone,
            place=(row.venue or place) if row.form != Event.Form.ONLINE else "",
            address=where,
            is_online=row.form != Event.Form.VENUE,
            status=Status.CANCELLED if row.cancelled_at else Status.CONFIRMED,
            takes_joins=event_rules.takes_joins(row, needs_answers=row.asks),  # type: ignore[attr-defined]
        ),
    )


def _cover(row: Event) -> OwnPicture | None:
    if row.cover is None:
        return None
    address = settings.BASE_URL + reverse("event-picture", args=[row.cover.name, SIDE])
    return OwnPicture(address, "image/webp", row.cover.description)


def _opportunities() -> QuerySet[Any]:
    known = represented().filter(
        organisation=OuterRef("organisation"), since__lte=OuterRef("published_at")
    )
    rows = visible_opportunities(None).filter(Q(group__in=groups_known()) | Q(Exists(known)))
    held_by = Coalesce("group", "organisation__actor", output_field=ACTOR)
    return rows.annotate(group_of=held_by, said_at=F("published_at"), is_named=NEVER)


def _read_opportunity(row: Opportunity) -> Public:
    called_off: list[str] = []
    if row.cancelled_at:
        called_off = [_("This is cancelled."), opportunity_words.reason_of(row)]
    when = opportunity_words.period(row)
    facts = paragraphs(*called_off, when, opportunity_words.where(row))
    parts = [
        (_("What happens"), row.text),
        (_("What you get out of it"), row.gain),
        (_("For whom it is"), row.for_whom),
    ]
    said = [paragraphs(title) + to_html(text) for title, text in parts if text]
    return Public(
        key=(Opportunity, row.pk),
        owner=row.group_of,  # type: ignore[attr-defined]
        group=row.group_of,  # type: ignore[attr-defined]
        kind=PostKind.PAGE,
        page=reverse("opportunity", args=[row.pk]),
        name=row.title,
        content=facts + "".join(said),
        at=row.said_at,  # type: ignore[attr-defined]
        updated=_later(row, row.changed_at, row.cancelled_at),
        ends=row.closes_at,
    )


def _later(row: Any, *moments: datetime | None) -> datetime | None:
    """When it was changed after it was published."""
    after = [at for at in moments if at is not None and at > row.published_at]
    return max(after, default=None)


def _not_cancelled(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(cancelled_at=None)


POLLS = Source(Poll, _polls, _read_poll, "group", is_of_people=False)
EVENTS = Source(
    Event,
    _events,
    _read_event,
    "hosts__group",
    is_of_people=False,
    standing=_not_cancelled,
    in_organisation="hosts__organisation__actor",
)
OPPORTUNITIES = Source(
    Opportunity,
    _opportunities,
    _read_opportunity,
    "group",
    is_of_people=False,
    standing=_not_cancelled,
    in_organisation="organisation__actor",
)
