"""Letters about events. When and where stand in each, and in the calendar file.

They go at once and always, like those about talks: who does not know that it is moved stands before
a closed door. Only that something is planned is for who wants everything from the group by mail.
"""

from collections.abc import Callable, Iterator
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localtime, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.events import calendar, queries, rules, words
from vaknet.domain.events.models import Event, EventGuest, EventOrganiser, Registration
from vaknet.domain.groups.models import Group, GroupMembership, Mail
from vaknet.interfaces.mail.letters.event_guests import write_to_guest
from vaknet.interfaces.mail.letters.programme_guests import session_files
from vaknet.interfaces.mail.letters.writing import Content, write
from vaknet.interfaces.mail.post import Attachment
from vaknet.kit.words import moment_in_words


def registered(activity: Activity) -> None:
    """A seat, or a place in the line."""
    row = _registration(activity)
    if row is None or not rules.is_live(row):
        return
    if row.offered_until:  # what was offered meanwhile has a letter of its own
        return
    content = _comes if row.seated_at else _waits
    _write(row, partial(content, row), with_file=row.seated_at is not None)


def seat_accepted(activity: Activity) -> None:
    row = _registration(activity)
    if row is not None and rules.is_live(row) and row.seated_at:
        _write(row, lambda: _comes(row), with_file=True)


def seat_offered(activity: Activity) -> None:
    row = _registration(activity)
    if row is not None and rules.is_offered(row, now()):
        _write(row, lambda: _is_offered(row))


def offer_lapsed(activity: Activity) -> None:
    row = _registration(activity)
    is_off = row is None or row.event.cancelled_at or row.event.starts_at <= now()
    if row is not None and row.lapsed_at and not is_off:
        _write(row, lambda: _lapsed(row))


def guest_asked(activity: Activity) -> None:
    """To an address that somebody typed: nothing in it tells whether it is known here."""
    guest = EventGuest.objects.filter(pk=activity.object_id).select_related("event__place").first()
    if guest is not None:
        write_to_guest(guest, lambda: _asks_guest(guest.event), ())


def event_published(activity: Activity) -> None:
    """To who gets everything from a group that holds it by mail, but for who published it."""
    event = _event(activity)
    if event is None or not rules.is_published(event) or event.cancelled_at:
        return
    groups = list(Group.objects.filter(hosted__event=event))
    seats = GroupMembership.objects.filter(group__in=groups, until=None, mail=Mail.EVERYTHING)
    told = set()
    for seat in seats.select_related("actor").order_by("pk").iterator():
        if seat.actor_id == activity.actor_id or seat.actor_id in told:
            continue
        told.add(seat.actor_id)
        write(
            seat.actor,
            thread=f"event-{event.pk}",
            groups=groups,
            url=_page(event),
            content=lambda: _is_planned(event),
        )


def event_cancelled(activity: Activity) -> None:
    event = _event(activity)
    if event is None:
        return
    for row in _everybody(event):
        _write(row, lambda: _is_cancelled(event), with_file=True)


def event_moved(activity: Activity) -> None:
    event = _event(activity)
    if event is None or event.cancelled_at or event.ends_at <= now():
        return
    for row in _everybody(event):
        _write(row, lambda: _is_moved(event), with_file=row.seated_at is not None)


def event_comes(activity: Activity) -> None:
    """The day before, to who has a seat."""
    event = _event(activity)
    if event is None or event.cancelled_at or event.starts_at <= now():
        return
    for row in _everybody(event):
        if row.seated_at:
            _write(row, partial(_comes_soon, row), with_file=True)


def organiser_added(activity: Activity) -> None:
    row = EventOrganiser.objects.filter(pk=activity.object_id, until=None)
    added = row.select_related("actor", "event__place").first()
    if added is None or added.actor_id == activity.actor_id:
        return
    write(
        added.actor,
        thread=f"event-{added.event_id}",
        url=settings.BASE_URL + reverse("event-desk", args=[added.event_id]),
        content=lambda: Content(
            subject=_("You organise: %(name)s") % {"name": added.event.name},
            opening=_("%(name)s asks you to organise this together.")
            % {"name": activity.actor.name},
            quote=_in_short(added.event),
            closing=_("You can change it and see who comes. You can stop at any time."),
            action=_("Look at the desk"),
        ),
    )


def _comes(row: Registration) -> Content:
    closing = _("Your ticket: %(code)s. Show it at the door.") % {"code": row.code}
    if row.event.online_address:
        closing += "\n" + _("Online: %(address)s") % {"address": row.event.online_address}
    return Content(
        subject=_("You are coming: %(name)s") % {"name": row.event.name},
        opening=_("You are on the list."),
        quote=_in_short(row.event),
        closing=closing,
        action=_("Look at it, or give your seat back"),
    )


def _waits(row: Registration) -> Content:
    number = queries.place_in_line(row)
    return Content(
        subject=_("On the waiting list: %(name)s") % {"name": row.event.name},
        opening=_("All seats are taken. You are number %(number)d in the line.")
        % {"number": number},
        quote=_in_short(row.event),
        closing=_("When a seat is free for you, we keep it for a while and write to you."),
        action=_("Look at it, or leave the list"),
    )


def _is_offered(row: Registration) -> Content:
    until = _moment(row.offered_until)
    return Content(
        subject=_("A seat for you: %(name)s") % {"name": row.event.name},
        opening=_("There is a seat for you. It is kept until %(until)s.") % {"until": until},
        quote=_in_short(row.event),
        closing=_("After that it goes to the next in line."),
        action=_("Take the seat"),
    )


def _lapsed(row: Registration) -> Content:
    return Content(
        subject=_("Your seat went on: %(name)s") % {"name": row.event.name},
        opening=_("A seat was kept for you, and you did not answer. It went to the next in line."),
        quote=_in_short(row.event),
        closing=_("Do you still want to come? Get in line again."),
        action=_("Look at it"),
    )


def _asks_guest(event: Event) -> Content:
    return Content(
        subject=_("Do you come? %(name)s") % {"name": event.name},
        opening=_("Somebody gave this address to come to this event."),
        quote=_in_short(event),
        closing=_("Was it not you? Then do nothing: you are on no list."),
        action=_("Yes, I'm coming"),
    )


def _is_planned(event: Event) -> Content:
    return Content(
        subject=_("%(name)s, %(day)s") % {"name": event.name, "day": words.days(event)},
        opening=event.summary or _("Your group plans an event."),
        quote=_in_short(event),
        action=_("Look at it, and say whether you come"),
    )


def _is_cancelled(event: Event) -> Content:
    return Content(
        subject=_("Cancelled: %(name)s") % {"name": event.name},
        opening=_("This event is cancelled."),
        quote=_in_short(event),
        closing=event.cancel_reason,
        action=_("Look at it"),
    )


def _is_moved(event: Event) -> Content:
    return Content(
        subject=_("Changed: %(name)s") % {"name": event.name},
        opening=_("The time or the place has changed. This is how it is now:"),
        quote=_in_short(event),
        closing=_("Does it not suit you any more? Then give your seat back."),
        action=_("Look at it"),
    )


def _comes_soon(row: Registration) -> Content:
    return Content(
        subject=_("%(name)s: %(day)s, %(hours)s")
        % {
            "name": row.event.name,
            "day": words.days(row.event),
            "hours": words.hours(row.event),
        },
        opening=_("It is almost time."),
        quote=_in_short(row.event),
        closing=_comes(row).closing + "\n" + _("Can't you come? Somebody waits for your seat."),
        action=_("Look at it, or give your seat back"),
    )


def _in_short(event: Event) -> str:
    """What, when, and where, on a line each."""
    lines = [event.name, capfirst(f"{words.days(event)}, {words.hours(event)}")]
    return "\n".join([*lines, words.where(event) or _("online")])


def _moment(at: object) -> str:
    return moment_in_words(localtime(at), get_language() or "nl")  # type: ignore[arg-type]


def _registration(activity: Activity) -> Registration | None:
    rows = Registration.objects.select_related("person", "guest", "event__place")
    return rows.filter(pk=activity.object_id).first()


def _event(activity: Activity) -> Event | None:
    return Event.objects.select_related("place").filter(pk=activity.object_id).first()


def _everybody(event: Event) -> Iterator[Registration]:
    rows = Registration.objects.filter(event=event, cancelled_at=None)
    found = rows.select_related("person", "guest", "event__place").order_by("pk")
    return found.iterator(chunk_size=500)


def _page(event: Event) -> str:
    return settings.BASE_URL + reverse("event", args=[event.pk])


def _write(row: Registration, content: Callable[[], Content], *, with_file: bool = False) -> None:
    files = (_file(row.event),) if with_file else ()
    if row.guest is not None:
        # She has no agenda here that follows by itself.
        own = session_files(row.guest) if with_file else ()
        write_to_guest(row.guest, content, files + own)
    elif row.person is not None:
        write(
            row.person,
            thread=f"event-{row.event_id}",
            url=_page(row.event),
            content=content,
            attachments=files,
        )


def _file(event: Event) -> Attachment:
    method = "CANCEL" if event.cancelled_at else "PUBLISH"
    content = calendar.file(event, base_url=settings.BASE_URL)
    mime = f"text/calendar; charset=utf-8; method={method}"
    return Attachment("bijeenkomst.ics", content, mime)
