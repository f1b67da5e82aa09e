"""Letters about consultation hours: date, time and place stand in them, and never a note."""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.consulting.invitation import invitation
from vaknet.domain.consulting.models import Booking, ConsultationHour, Expert
from vaknet.domain.consulting.queries.desks import booked_with
from vaknet.domain.consulting.rules import is_live
from vaknet.domain.people.apart import are_apart, keeps_out
from vaknet.interfaces.mail.letters.writing import Content, write
from vaknet.interfaces.mail.post import Attachment
from vaknet.kit.words import clock_in_words, moment_in_words


def expert_asked(activity: Activity) -> None:
    """To whom somebody else asked."""
    rows = Expert.objects.select_related("actor", "asked_by", "hour__group")
    expert = rows.get(pk=activity.object_id)
    hour = expert.hour
    answered = expert.agreed_at is not None or expert.until is not None
    if answered or hour.cancelled_at is not None or keeps_out(expert.actor, expert.asked_by):
        return
    name = expert.asked_by.name
    write(
        expert.actor,
        thread=f"desk-{hour.pk}",
        url=page_of("desk", hour),
        groups=[hour.group] if hour.group is not None else [],
        content=lambda: Content(
            subject=_("%(name)s asks you to hold a consultation hour") % {"name": name},
            opening=_("%(name)s asks you to sit at a desk:") % {"name": name},
            quote=hour.subject,
            closing=when_and_where(hour, hour.starts_at),
            action=_("Answer"),
        ),
    )


def time_chosen(activity: Activity) -> None:
    """To who chose it, with the file for her calendar."""
    booking = _booking(activity)
    hour = booking.hour
    if not is_live(booking) or booking.expert.actor.is_former:
        return
    write(
        booking.person,
        thread=f"consultation-{booking.pk}",
        url=page_of("my-turn", hour),
        content=lambda: Content(
            subject=_("%(subject)s: %(when)s") % _about(booking),
            opening=_("Your time at the consultation hour:"),
            quote=when_and_where(hour, booking.slot.starts_at),
            closing=_("With %(name)s. Your calendar takes the attached file.")
            % {"name": _seen_by(booking.person, booking.expert.actor)},
            action=_("Look at your time"),
        ),
        attachments=(_attached(booking, "REQUEST"),),
    )


def time_given_back(activity: Activity) -> None:
    """To herself, for her calendar. The expert sees it at her desk."""
    booking = _booking(activity)
    hour = booking.hour
    if booking.slot.starts_at <= now():
        return
    write(
        booking.person,
        thread=f"consultation-{booking.pk}",
        url=page_of("consultation-hour", hour),
        content=lambda: Content(
            subject=_("Cancelled: %(subject)s, %(when)s") % _about(booking),
            opening=_("You cancelled your time at the consultation hour:"),
            quote=when_and_where(hour, booking.slot.starts_at),
            action=_("Look at the consultation hour"),
        ),
        attachments=(_attached(booking, "CANCEL"),),
    )


def time_gone(activity: Activity) -> None:
    """To who had it: the hour is cancelled, or the expert is not there after all."""
    booking = _booking(activity)
    hour = booking.hour
    if booking.slot.starts_at <= now():
        return
    write(
        booking.person,
        thread=f"consultation-{booking.pk}",
        url=page_of("consultation-hour", hour),
        content=lambda: Content(
            subject=_("Cancelled: %(subject)s, %(when)s") % _about(booking),
            opening=_("Your time at this consultation hour is cancelled:"),
            quote=when_and_where(hour, booking.slot.starts_at),
            closing=hour.cancel_reason or _("We are sorry. Look whether another time is free."),
            action=_("Look at the consultation hour"),
        ),
        attachments=(_attached(booking, "CANCEL"),),
    )


def desk_off(activity: Activity) -> None:
    """To all who would sit there, but who cancelled it."""
    hour = ConsultationHour.objects.get(pk=activity.object_id)
    if hour.ends_at <= now():
        return
    sitting = Expert.objects.filter(hour=hour, until=None, agreed_at__isnull=False)
    for expert in sitting.exclude(actor=activity.actor).select_related("actor").order_by("pk"):
        write(
            expert.actor,
            thread=f"desk-{hour.pk}",
            url=page_of("consultation-hour", hour),
            content=lambda: Content(
                subject=_("Cancelled: your consultation hour %(subject)s")
                % {"subject": hour.subject},
                opening=_("The consultation hour where you would sit is cancelled:"),
                quote=when_and_where(hour, hour.starts_at),
                closing=hour.cancel_reason,
                action=_("Look at the consultation hour"),
            ),
        )


def time_tomorrow(activity: Activity) -> None:
    booking = _booking(activity)
    hour = booking.hour
    if not is_live(booking) or booking.slot.starts_at <= now():
        return
    write(
        booking.person,
        thread=f"consultation-{booking.pk}",
        url=page_of("my-turn", hour),
        content=lambda: Content(
            subject=_("Soon: %(subject)s, %(when)s") % _about(booking),
            opening=_("You have a time at the consultation hour:"),
            quote=when_and_where(hour, booking.slot.starts_at),
            closing=_("Can you not come? Say so: then somebody else can."),
            action=_("Look at your time"),
        ),
    )


def desk_tomorrow(activity: Activity) -> None:
    """To the expert: who comes when. What they wrote stays at the desk."""
    rows = Expert.objects.select_related("actor", "hour")
    expert = rows.get(pk=activity.object_id)
    hour = expert.hour
    if expert.until is not None or hour.cancelled_at is not None or hour.ends_at <= now():
        return
    write(
        expert.actor,
        thread=f"desk-{hour.pk}",
        url=page_of("desk", hour),
        content=lambda: Content(
            subject=_("Soon: your consultation hour %(subject)s") % {"subject": hour.subject},
            opening=when_and_where(hour, hour.starts_at),
            quote=_who_comes(expert) or _("Nobody chose a time yet."),
            closing=_("What they wrote for you, you read at your desk when you call them."),
            action=_("To your desk"),
        ),
    )


def _who_comes(expert: Expert) -> str:
    zone = ZoneInfo(expert.hour.zone)
    return "\n".join(
        f"{clock_in_words(one.slot.starts_at.astimezone(zone), _language())}: {one.person.name}"
        for one in booked_with(expert)
    )


def _seen_by(reader: Actor, expert: Actor) -> str:
    return _("an expert") if are_apart(reader, expert) else expert.name


def _booking(activity: Activity) -> Booking:
    rows = Booking.objects.select_related("person", "slot", "hour", "expert__actor")
    return rows.get(pk=activity.object_id)


def _about(booking: Booking) -> dict[str, str]:
    return {
        "subject": booking.hour.subject,
        "when": _in_words(booking.hour, booking.slot.starts_at),
    }


def when_and_where(hour: ConsultationHour, moment: datetime) -> str:
    lines = [_in_words(hour, moment), hour.room, hour.online_address]
    return "\n".join(filter(None, lines))


def _in_words(hour: ConsultationHour, moment: datetime) -> str:
    """By the clock there, with its name where it is another one than ours."""
    said = moment_in_words(moment.astimezone(ZoneInfo(hour.zone)), _language())
    return said if hour.zone == settings.TIME_ZONE else f"{said} ({hour.zone})"


def _language() -> str:
    return get_language() or "nl"


def page_of(name: str, hour: ConsultationHour) -> str:
    return settings.BASE_URL + reverse(name, args=[hour.pk])


def _attached(booking: Booking, method: Literal["REQUEST", "CANCEL"]) -> Attachment:
    file = invitation(booking, base_url=settings.BASE_URL, method=method)
    return Attachment("spreekuur.ics", file, f"text/calendar; charset=utf-8; method={method}")
