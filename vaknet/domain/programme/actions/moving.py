"""What moves along with a session: who sits in it, and who speaks; and with its event."""

from datetime import timedelta

from django.db.models import F, OuterRef, Subquery
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events.actions.held import group_of
from vaknet.domain.events.actions.moving import MOVED
from vaknet.domain.events.models import Event
from vaknet.domain.programme import rules
from vaknet.domain.programme.actions.held import hold
from vaknet.domain.programme.actions.seats import cancel
from vaknet.domain.programme.models import Round, Session, SessionSignUp, Speaker
from vaknet.domain.programme.models.sessions import Span
from vaknet.domain.refusal import Refused


def move_along(by: Actor, session: Session) -> set[int]:
    """To the new time that `session` has, and is not saved with yet. The whole programme is held.

    What comes back are the sessions in which a seat came free by it.
    """
    refuse_speaking_twice(session, _speakers(session))
    lost = _lose_the_later(session)
    span = (session.starts_at, session.ends_at)
    SessionSignUp.objects.filter(session=session, cancelled_at=None).update(span=span)
    Speaker.objects.filter(session=session).update(span=span)
    for row in lost:
        group = group_of(session.event)
        record(by, "lost_session_seat", row, audience=Audience.PARTIES, group=group)
    return {row.session_id for row in lost}


def _speakers(session: Session) -> list[int]:
    rows = Speaker.objects.filter(session=session, until=None, declined_at=None)
    return list(rows.exclude(actor=None).values_list("actor", flat=True))


def refuse_speaking_twice(session: Session, actors: list[int]) -> None:
    """One person, two sessions, one time: the database refuses it, and here it is said in words."""
    rows = Speaker.objects.filter(event=session.event_id, actor__in=actors, until=None)
    rows = rows.filter(declined_at=None, session__cancelled_at=None).exclude(session=session.pk)
    rows = rows.filter(
        session__starts_at__lt=session.ends_at, session__ends_at__gt=session.starts_at
    )
    clash = rows.select_related("actor", "session").order_by("pk").first()
    if clash is None or clash.actor is None:
        return
    message = _("%(name)s speaks in “%(title)s” then. Choose another time or another speaker.")
    raise Refused(message % {"name": clash.actor.name, "title": clash.session.title})


def _lose_the_later(session: Session) -> list[SessionSignUp]:
    """Of two seats that one person would have at once, the one she asked for last is lost."""
    seated = SessionSignUp.objects.filter(cancelled_at=None, seated_at__isnull=False)
    hers = {row.registration_id: row for row in seated.filter(session=session)}
    others = seated.filter(registration__in=hers, session__event=session.event_id)
    others = others.exclude(session=session).select_related("session")
    at, lost = now(), []
    for other in others.order_by("asked_at", "pk"):
        row = hers[other.registration_id]
        if row.cancelled_at is not None or not rules.clashes(other.session, session):
            continue
        is_later = (row.asked_at, row.pk) > (other.asked_at, other.pk)
        loser, with_which = (row, other.session) if is_later else (other, session)
        cancel(loser, at=at, clashed_with=with_which)
        lost.append(loser)
    return lost


def move_with_event(event: Event, later: timedelta) -> None:
    """All that is held of it, so nothing comes to clash. No letter: that of the event tells it."""
    sessions = Session.objects.filter(event=event, cancelled_at=None)
    hold(sessions.values_list("pk", flat=True))
    at, when = now(), {"starts_at": F("starts_at") + later, "ends_at": F("ends_at") + later}
    sessions.filter(published_at=None).update(**when)
    sessions.filter(published_at__isnull=False).update(
        **when, sequence=F("sequence") + 1, changed_at=at
    )
    own = Session.objects.filter(pk=OuterRef("session"), event=event, cancelled_at=None)
    span = Subquery(own.values_list(Span("starts_at", "ends_at")))
    signed_up = SessionSignUp.objects.filter(cancelled_at=None)
    signed_up.filter(session__in=sessions).update(span=span)
    Speaker.objects.filter(session__in=sessions).update(span=span)
    # What is furthest on its way goes first: two names never stand at one time.
    rounds = Round.objects.filter(event=event)
    for one in rounds.order_by("-starts_at" if later > timedelta() else "starts_at"):
        one.starts_at += later
        one.save(update_fields=["starts_at"])


MOVED.append(move_with_event)
