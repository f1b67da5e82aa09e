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
from vaknet.kit.calendar import Method
from vaknet.kit.words import moment_in_words


def talk_proposed(activity: Activity) -> None:
    """With one time it is an invitation, which her calendar may answer."""
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
        invitation=_file(talk, talk.invitee) if calendar.asks_by_calendar(talk) else b"",
    )


def talk_agreed(activity: Activity) -> None:
    """To both, with the invitation for their calendars."""
    talk = _talk(activity)
    if talk.starts_at is None or talk.cancelled_at or are_apart(talk.proposer, talk.invitee):
        return
    for reader, other in _both(talk):
        _write_when_and_where(talk, reader, other)


def _write_when_and_where(talk: Talk, reader: Actor, other: Actor) -> None:
    write(
        reader,
        thread=f"talk-{talk.pk}",
        url=_page(talk),
        content=lambda: Content(
            subject=_("Talk with %(name)s: %(when)s") % {"name": other.name, "when": _when(talk)},
            opening=_where_and_when(talk),
            quote=talk.purpose,
            closing=_("%(minutes)d minutes, with %(name)s. Your calendar takes the attached file.")
            % {"minutes": talk.minutes, "name": other.name},
            action=_("Look at the talk"),
        ),
        invitation=_file(talk, reader),
    )


def talk_moved(activity: Activity) -> None:
    """To both calendars. Written late, it says when the talk is now."""
    talk = _talk(activity)
    if talk.starts_at is None or talk.cancelled_at or are_apart(talk.proposer, talk.invitee):
        return
    for reader, other in _both(talk):
        _write_new_time(talk, reader, other, activity.actor)


def _write_new_time(talk: Talk, reader: Actor, other: Actor, mover: Actor) -> None:
    name = {"name": other.name, "when": _when(talk)}
    hers = reader.pk == mover.pk

    def content() -> Content:
        return Content(
            subject=_("Moved: talk with %(name)s, now %(when)s") % name,
            opening=_("You moved your talk with %(name)s.") % name
            if hers
            else _("%(name)s moved your talk.") % name,
            quote=talk.purpose,
            closing=_where_and_when(talk) if hers else f"{_where_and_when(talk)}\n{_what_now()}",
            action=_("Look at the talk"),
        )

    write(
        reader,
        thread=f"talk-{talk.pk}",
        url=_page(talk),
        content=content,
        invitation=_file(talk, reader),
    )


def _what_now() -> str:
    return _("Does it not suit you? Move it again or cancel it, on the page.")


def talk_cancelled(activity: Activity) -> None:
    """To both, if it stood in both calendars: who cancels has it in hers as well. Of a proposal
    that her calendar asked about, to the invitee alone.
    """
    talk = _talk(activity)
    other = talk.invitee if activity.actor_id == talk.proposer_id else talk.proposer
    if talk.starts_at is not None:
        _write_cancelled(talk, other, activity.actor, hers=False)
        _write_cancelled(talk, activity.actor, other, hers=True)
    elif _asked_by_calendar(talk):
        _write_cancelled(talk, talk.invitee, talk.proposer, hers=False)


def _asked_by_calendar(talk: Talk) -> bool:
    """And she said nothing yet: who said no has it in her calendar no more."""
    waited = calendar.asks_by_calendar(talk) and talk.declined_at is None
    return waited and not keeps_out(talk.invitee, talk.proposer)


def _write_cancelled(talk: Talk, reader: Actor, other: Actor, *, hers: bool) -> None:
    when = talk.starts_at or calendar.only_time(talk)

    def content() -> Content:
        name = {"name": other.name}
        return Content(
            subject=_("Cancelled: talk with %(name)s") % name,
            opening=_("You cancelled your talk with %(name)s.") % name
            if hers
            else _("%(name)s cancelled your talk.") % name,
            quote=talk.purpose,
            closing="" if when is None else _in_words(when),
            action=_("Look at the talk"),
        )

    write(
        reader,
        thread=f"talk-{talk.pk}",
        url=_page(talk),
        content=content,
        invitation=_file(talk, reader, "CANCEL"),
    )


def _both(talk: Talk) -> tuple[tuple[Actor, Actor], tuple[Actor, Actor]]:
    return (talk.proposer, talk.invitee), (talk.invitee, talk.proposer)


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


def _where_and_when(talk: Talk) -> str:
    return _when(talk) + (f", {talk.location}" if talk.location else "")


def _file(talk: Talk, reader: Actor, method: Method = "REQUEST") -> bytes:
    return calendar.invitation(talk, reader=reader, base_url=settings.BASE_URL, method=method)
