"""What somebody without an account chose: she has no agenda here to look it up in."""

from dataclasses import replace

from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.events import line
from vaknet.domain.events.models import EventGuest, Registration
from vaknet.domain.programme.calendar import is_off
from vaknet.domain.programme.models import SessionSignUp
from vaknet.interfaces.mail.letters.event_guests import write_to_guest
from vaknet.interfaces.mail.letters.programme import file_of, gathering_of, when_and_where
from vaknet.interfaces.mail.letters.writing import Content
from vaknet.interfaces.mail.post import Attachment


def chosen_as_guest(activity: Activity) -> None:
    """With a line for each session, and a file in which stands too what she does not go to now."""
    _tell(activity.object_id)


def changed_as_guest(activity: Activity) -> None:
    """She took a seat that was kept for her, or gave one back."""
    row = SessionSignUp.objects.filter(pk=activity.object_id).first()
    if row is not None:
        _tell(row.registration_id)


def off_the_list_as_guest(activity: Activity) -> None:
    """What she chose is struck out in her calendar: nothing else takes it out of there."""
    rows = Registration.objects.select_related("guest", "event")
    row = rows.filter(pk=activity.object_id, event__cancelled_at=None).first()
    if row is None or row.guest is None or line.is_live(row):
        return
    files = session_files(row.guest)
    if files:
        write_to_guest(
            row.guest,
            lambda: Content(
                subject=_("Off the list: %(name)s") % {"name": row.event.name},
                opening=_("You gave your seat back. Those in its sessions go to others too."),
                closing=_("Your calendar takes the attached file."),
                action=_("Look at it"),
            ),
            files,
        )


def _tell(registration: int) -> None:
    rows = Registration.objects.select_related("guest", "event")
    row = rows.filter(pk=registration, cancelled_at=None, event__cancelled_at=None).first()
    if row is None or row.guest is None:
        return
    mine = [one for one in _signed_up(row.guest) if not _is_gone(one)]
    write_to_guest(
        row.guest,
        lambda: Content(
            subject=_("Your sessions: %(name)s") % {"name": row.event.name},
            opening=_("This is what you chose:") if mine else _("You chose no sessions."),
            quote="\n".join(_line_of(one) for one in mine),
            closing=_("You can change it until a session begins."),
            action=_("Look at the programme"),
        ),
        session_files(row.guest),
        page="guest-programme",
    )


def _line_of(row: SessionSignUp) -> str:
    told = f"{row.session.title}: {when_and_where(row.session)}"
    if row.seated_at is not None:
        return told
    has = _("kept for you") if line.is_offered(row, now()) else _("waiting list")
    return f"{told} ({has})"


def session_files(guest: EventGuest) -> tuple[Attachment, ...]:
    """None when she never had a seat. What she gave back is struck out in her calendar, and all of
    it when nothing is held."""
    held = {row.session_id: row for row in _signed_up(guest) if row.seated_at is not None}
    told = [
        replace(
            gathering_of(row.session, is_cancelled=_is_gone(row) or is_off(row.session)),
            stamp=now(),
        )
        for row in held.values()
    ]
    return (file_of(told, name=guest.event.name),) if told else ()


def _signed_up(guest: EventGuest) -> list[SessionSignUp]:
    """Also from before she came back; of one session the last one last. What is not held was told
    when that was said."""
    rows = SessionSignUp.objects.filter(registration__guest=guest, session__cancelled_at=None)
    rows = rows.select_related("session__event", "session__room", "registration")
    return list(rows.order_by("session__starts_at", "session", "pk"))


def _is_gone(row: SessionSignUp) -> bool:
    """Also while her seat is not given back yet."""
    return not (line.is_live(row) and line.is_live(row.registration))
