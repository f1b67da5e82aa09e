"""Letters about sessions: when, and where, stand in each of them.

They go at once and always, like those about the event itself: who does not know that it is moved
sits in the wrong room.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.events import line
from vaknet.domain.events.models import EventGuest, EventOrganiser
from vaknet.domain.people.apart import keeps_out
from vaknet.domain.programme import queries
from vaknet.domain.programme.calendar import entry_of, is_off
from vaknet.domain.programme.models import Proposal, Session, SessionSignUp, Speaker
from vaknet.interfaces.mail.letters.event_guests import write_to_guest
from vaknet.interfaces.mail.letters.writing import Content, write
from vaknet.interfaces.mail.post import Attachment
from vaknet.kit.gatherings import Gathering, gatherings
from vaknet.kit.words import moment_in_words


def speaker_asked(activity: Activity) -> None:
    row = _speaker(activity)
    if row is None or row.actor is None or row.agreed_at or row.declined_at or row.until:
        return
    if keeps_out(row.actor, activity.actor):
        return
    name = {"name": activity.actor.name}
    _tell(
        [row.actor], row.session,
        lambda session: Content(
            subject=_("%(name)s asks you to speak") % name,
            opening=when_and_where(session),
            quote=session.title,
            closing=_("With a yes your name stands in the programme."),
            action=_("Look at it and choose"),
        ),
    )  # fmt: skip


def speaker_declined(activity: Activity) -> None:
    """To its organisers: they look for somebody else. Whose name goes off what was held already is
    missed by nobody."""
    row = _speaker(activity)
    if row is None or row.actor is None or row.session.ends_at <= activity.at:
        return
    name = {"name": row.actor.name, "title": row.session.title}
    organisers = EventOrganiser.objects.filter(event=row.session.event_id, until=None)
    readers = [one.actor for one in organisers.select_related("actor").order_by("pk")]
    _tell(
        [one for one in readers if not keeps_out(one, activity.actor)], row.session,
        lambda session: Content(
            subject=_("%(name)s does not speak in “%(title)s”") % name,
            opening=when_and_where(session),
            action=_("Look at the session"),
        ),
    )  # fmt: skip


def session_moved(activity: Activity) -> None:
    """To who has a seat, who waits, and who speaks."""
    session = _session(activity)
    if session is None or session.cancelled_at:
        return
    rows = SessionSignUp.objects.filter(session=session, cancelled_at=None)
    speakers = Speaker.objects.filter(session=session, until=None, declined_at=None)
    _tell(
        [*_signed_up(rows), *_speaking(speakers, activity)], session,
        lambda session: Content(
            subject=_("Another time or room: %(title)s") % {"title": session.title},
            opening=_("This is when and where it is now:"),
            quote=when_and_where(session),
            closing=_("Your calendar takes the attached file."),
            action=_("Look at the session"),
        ),
        with_file=True,
    )  # fmt: skip


def session_cancelled(activity: Activity) -> None:
    """To who had a seat or waited until then, and to who would speak. She cannot look at the
    programme of an event that is not out yet."""
    session = _session(activity)
    if session is None or session.cancelled_at is None:
        return
    is_out = session.event.published_at is not None
    rows = SessionSignUp.objects.filter(session=session, cancelled_at=session.cancelled_at)
    speakers = Speaker.objects.filter(session=session, until=session.cancelled_at, declined_at=None)
    _tell(
        [*_signed_up(rows), *_speaking(speakers, activity)], session,
        lambda session: Content(
            subject=_("Cancelled: %(title)s") % {"title": session.title},
            opening=_("This session is not held: %(when)s.") % {"when": _when(session)},
            quote=session.cancel_reason,
            closing=_("You can choose something else at that time.") if is_out else "",
            action=_("Look at the programme") if is_out else _("Events"),
        ),
        page="programme" if is_out else "events", with_file=True,
    )  # fmt: skip


def seat_offered(activity: Activity) -> None:
    row = _sign_up(activity)
    if row is None or row.offered_until is None or not line.is_offered(row, now()):
        return
    if _is_past_choosing(row.session):
        return
    until = row.offered_until
    _tell(
        _signed_up_one(row), row.session,
        lambda session: Content(
            subject=_("A seat for you: %(title)s") % {"title": session.title},
            opening=when_and_where(session),
            closing=_("It is kept for you until %(when)s. After that it goes on.")
            % {"when": _in_words(until)},
            action=_("Take it, or let it go"),
        ),
    )  # fmt: skip


def offer_lapsed(activity: Activity) -> None:
    row = _sign_up(activity)
    if row is None or row.lapsed_at is None or _is_past_choosing(row.session):
        return
    _tell(
        _signed_up_one(row), row.session,
        lambda session: Content(
            subject=_("The seat went on: %(title)s") % {"title": session.title},
            opening=_("You did not answer in time. Somebody else who waits gets the seat."),
            closing=_("You can go on the waiting list again."),
            action=_("Look at the session"),
        ),
    )  # fmt: skip


def seat_lost(activity: Activity) -> None:
    """One of two that she chose was moved, and now both are at one time."""
    row = _sign_up(activity)
    if row is None or row.clashed_with is None:
        return
    other = row.clashed_with.title
    _tell(
        _signed_up_one(row), row.session,
        lambda session: Content(
            subject=_("You lost your seat: %(title)s") % {"title": session.title},
            opening=_("A session was moved. Two that you chose are now at the same time."),
            closing=_("You keep “%(other)s”, which you chose first. You can change that.")
            % {"other": other},
            action=_("Choose again"),
        ),
        page="programme",
    )  # fmt: skip


def proposal_answered(activity: Activity) -> None:
    row = Proposal.objects.select_related("event", "proposer").get(pk=activity.object_id)
    if not row.is_answered:
        return
    title = {"title": row.title}
    write(
        row.proposer,
        thread=f"proposal-{row.pk}",
        url=settings.BASE_URL + reverse("proposal", args=[row.event_id, row.pk]),
        content=lambda: Content(
            subject=_("Yes to your session: %(title)s") % title
            if row.accepted_at
            else _("Not this time: %(title)s") % title,
            opening=_("The organisers of %(event)s answer you.") % {"event": row.event.name},
            quote=row.reply,
            action=_("Look at your proposal"),
        ),
    )


def _tell(
    readers: Iterable[Actor | EventGuest],
    session: Session,
    content: Callable[[Session], Content],
    *,
    page: str = "session",
    with_file: bool = False,
) -> None:
    """Each once, and only who may know of it still."""
    address = [session.event_id, session.pk][: {"events": 0, "programme": 1}.get(page, 2)]
    files = (_file(session),) if with_file else ()
    for reader in dict.fromkeys(readers):
        if not session.cancelled_at and not _is_seen(reader, session):
            continue
        if isinstance(reader, EventGuest):
            write_to_guest(reader, lambda: content(session), files, page="guest-programme")
            continue
        write(
            reader,
            thread=f"session-{session.pk}",
            url=settings.BASE_URL + reverse(page, args=address),
            content=lambda: content(session),
            attachments=files,
        )


def _is_seen(reader: Actor | EventGuest, session: Session) -> bool:
    if isinstance(reader, EventGuest):
        return queries.sessions_of_guest(reader).filter(pk=session.pk).exists()
    return queries.visible_sessions(reader).filter(pk=session.pk).exists()


def _signed_up(rows: Iterable[SessionSignUp]) -> list[Actor | EventGuest]:
    found = SessionSignUp.objects.filter(pk__in=[row.pk for row in rows])
    seats = found.filter(registration__cancelled_at=None)
    seats = seats.select_related("registration__person", "registration__guest").order_by("pk")
    who = [row.registration.person or row.registration.guest for row in seats]
    return [one for one in who if one is not None]


def _signed_up_one(row: SessionSignUp) -> list[Actor | EventGuest]:
    return _signed_up([row])


def _speaking(rows: Iterable[Speaker], activity: Activity) -> list[Actor]:
    """But for who did it herself."""
    found = Speaker.objects.filter(pk__in=[row.pk for row in rows], actor__isnull=False)
    actors = [row.actor for row in found.select_related("actor").order_by("pk")]
    return [one for one in actors if one is not None and one != activity.actor]


def _is_past_choosing(session: Session) -> bool:
    """Nobody takes a seat there any more, and so no seat goes on to somebody else."""
    return is_off(session) or session.starts_at <= now()


def _session(activity: Activity) -> Session | None:
    rows = Session.objects.select_related("event", "room")
    return rows.filter(pk=activity.object_id).first()


def _speaker(activity: Activity) -> Speaker | None:
    rows = Speaker.objects.select_related("actor", "session__event", "session__room")
    return rows.filter(pk=activity.object_id).first()


def _sign_up(activity: Activity) -> SessionSignUp | None:
    rows = SessionSignUp.objects.select_related(
        "session__event", "session__room", "registration", "clashed_with"
    )
    return rows.filter(pk=activity.object_id).first()


def _when(session: Session) -> str:
    return moment_in_words(session.local_start, get_language() or "nl")


def _in_words(moment: object) -> str:
    return moment_in_words(localtime(moment), get_language() or "nl")  # type: ignore[arg-type]


def when_and_where(session: Session) -> str:
    room = session.room.name if session.room else session.event.venue
    return ", ".join(part for part in (_when(session), room) if part)


def _file(session: Session) -> Attachment:
    told = gathering_of(session, is_cancelled=is_off(session))
    return file_of([told], name=session.title)


def gathering_of(session: Session, *, is_cancelled: bool) -> Gathering:
    entry = entry_of(session)
    return Gathering(
        uid=f"{entry.uid}@vaknet",
        sequence=entry.sequence,
        summary=entry.summary,
        location=entry.location,
        description=settings.BASE_URL + entry.path,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        stamp=session.cancelled_at or session.changed_at,
        is_cancelled=is_cancelled,
    )


def file_of(told: list[Gathering], *, name: str) -> Attachment:
    body = gatherings(told, name=name)
    return Attachment("sessie.ics", body, "text/calendar; charset=utf-8; method=PUBLISH")
