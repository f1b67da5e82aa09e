"""What somebody without an account chose: she has no agenda here to look it up in."""

from dataclasses import replace

from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.events.models import Registration
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


def _tell(registration: int) -> None:
    rows = Registration.objects.select_related("guest", "event")
    row = rows.filter(pk=registration, cancelled_at=None, event__cancelled_at=None).first()
    if row is None or row.guest is None:
        return
    signed_up = SessionSignUp.objects.filter(registration=row, session__cancelled_at=None)
    signed_up = signed_up.select_related("session__event", "session__room")
    all_of_them = list(signed_up.order_by("session__starts_at", "pk"))
    mine = [one for one in all_of_them if one.cancelled_at is None]
    write_to_guest(
        row.guest,
        lambda: Content(
            subject=_("Your sessions: %(name)s") % {"name": row.event.name},
            opening=_("This is what you chose:") if mine else _("You chose no sessions."),
            quote="\n".join(_line_of(one) for one in mine),
            closing=_("You can change it until a session begins."),
            action=_("Look at the programme"),
        ),
        _files(all_of_them, row.event.name),
        page="guest-programme",
    )


def _line_of(row: SessionSignUp) -> str:
    told = f"{row.session.title}: {when_and_where(row.session)}"
    return told if row.seated_at else f"{told} ({_('waiting list')})"


def _files(rows: list[SessionSignUp], name: str) -> tuple[Attachment, ...]:
    """None when she never had a seat. What she gave back is struck out in her calendar."""
    held = {row.session_id: row for row in rows if row.seated_at is not None}
    sits = {pk for pk, row in held.items() if row.cancelled_at is None}
    told = [
        replace(gathering_of(row.session, is_cancelled=pk not in sits), stamp=now())
        for pk, row in held.items()
    ]
    return (file_of(told, name=name),) if told else ()
