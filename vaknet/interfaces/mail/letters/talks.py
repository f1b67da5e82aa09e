"""Letters about talks. The date and the place stand in the letter, and in the calendar file."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.people.answering import Matter, is_open
from vaknet.domain.people.apart import are_apart, keeps_out
from vaknet.domain.talks import calendar
from vaknet.domain.talks.models import Talk
from vaknet.interfaces.mail.letters.answering import answer_to
from vaknet.interfaces.mail.letters.writing import Content, write
from vaknet.interfaces.mail.post import Attachment
from vaknet.kit.words import moment_in_words


def talk_proposed(activity: Activity) -> None:
    talk = _talk(activity)
    if talk.agreed_at or talk.declined_at or talk.cancelled_at:
        return
    if keeps_out(talk.invitee, talk.proposer):
        return
    times = [time.starts_at for time in talk.proposed_times.all()]
    if all(time < now() for time in times):
        return
    name = {"name": talk.proposer.name}
    write(
        talk.invitee,
        thread=f"talk-{talk.pk}",
        url=_page(talk),
        answer_to=answer_to(Matter.TALK, talk.pk),
        content=lambda: Content(
            subject=_("%(name)s would like to talk") % name,
            opening=_("%(name)s proposes a talk:") % name,
            quote=talk.purpose,
            closing=_listed([_in_words(time) for time in times]),
            action=_("Pick a time"),
        ),
    )


def talk_agreed(activity: Activity) -> None:
    """To both, with the invitation for their calendars."""
    talk = _talk(activity)
    if talk.starts_at is None or talk.cancelled_at or are_apart(talk.proposer, talk.invitee):
        return
    for reader, other in ((talk.proposer, talk.invitee), (talk.invitee, talk.proposer)):
        _write_when_and_where(talk, reader, other)


def _write_when_and_where(talk: Talk, reader: Actor, other: Actor) -> None:
    file = calendar.invitation(talk, base_url=settings.BASE_URL)
    write(
        reader,
        thread=f"talk-{talk.pk}",
        url=_page(talk),
        content=lambda: Content(
            subject=_("Talk with %(name)s: %(when)s") % {"name": other.name, "when": _when(talk)},
            opening=_when(talk) + (f", {talk.location}" if talk.location else ""),
            quote=talk.purpose,
            closing=_("%(minutes)d minutes, with %(name)s. Your calendar takes the attached file.")
            % {"minutes": talk.minutes, "name": other.name},
            action=_("Look at the talk"),
        ),
        attachments=(_attached(file, "REQUEST"),),
    )


def talk_cancelled(activity: Activity) -> None:
    """To the other one, if it stood in both calendars."""
    talk = _talk(activity)
    if talk.starts_at is None:
        return
    other = talk.invitee if activity.actor_id == talk.proposer_id else talk.proposer
    file = calendar.invitation(talk, base_url=settings.BASE_URL, method="CANCEL")
    name = {"name": activity.actor.name, "when": _when(talk)}
    write(
        other,
        thread=f"talk-{talk.pk}",
        url=_page(talk),
        content=lambda: Content(
            subject=_("Cancelled: talk with %(name)s") % name,
            opening=_("%(name)s cancelled your talk.") % name,
            quote=talk.purpose,
            closing=_when(talk),
            action=_("Look at the talk"),
        ),
        attachments=(_attached(file, "CANCEL"),),
    )


def _listed(times: list[str]) -> str:
    """With numbers where she can answer by mail with one."""
    if not is_open():
        return "\n".join(times)
    return "\n".join(f"{number}. {time}" for number, time in enumerate(times, 1))


def _talk(activity: Activity) -> Talk:
    rows = Talk.objects.select_related("proposer", "invitee").prefetch_related("proposed_times")
    return rows.get(pk=activity.object_id)


def _page(talk: Talk) -> str:
    return settings.BASE_URL + reverse("talk", args=[talk.pk])


def _when(talk: Talk) -> str:
    return "" if talk.starts_at is None else _in_words(talk.starts_at)


def _in_words(moment: datetime) -> str:
    return moment_in_words(localtime(moment), get_language() or "nl")


def _attached(file: bytes, method: str) -> Attachment:
    return Attachment("afspraak.ics", file, f"text/calendar; charset=utf-8; method={method}")
