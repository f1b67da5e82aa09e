"""Who speaks: a name stands in the programme when its bearer said yes."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events.actions.held import group_of
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.programme import queries, rules
from vaknet.domain.programme.actions.held import hold, organised_session
from vaknet.domain.programme.actions.moving import refuse_speaking_twice
from vaknet.domain.programme.models import Session, Speaker
from vaknet.domain.refusal import Refused


@transaction.atomic
def ask_speaker(by: Actor, *, session: Session, handle: str) -> Speaker:
    """Somebody who may know of the event. Twice is once, also after a no."""
    held = organised_session(by, session)
    asked = queries.may_be_asked(by, held.event, handle.strip().removeprefix("@").lower())
    if asked is None:
        raise Refused(_("Nobody you can ask has that address."), field="handle")
    standing = Speaker.objects.filter(session=held, actor=asked, until=None).first()
    if standing is not None:
        return standing
    refuse_speaking_twice(held, [asked.pk])
    row = add_speaker(held, actor=asked)
    record(by, "asked_speaker", row, audience=Audience.PARTIES, group=group_of(held.event))
    return row


@transaction.atomic
def name_speaker(by: Actor, *, session: Session, name: str, affiliation: str = "") -> Speaker:
    """Somebody from elsewhere: the organisers say that she speaks."""
    held = organised_session(by, session)
    said = required_line(name, limit=120, field="name", missing=_("Give the name."))
    of = line(affiliation, limit=120, field="affiliation")
    standing = Speaker.objects.filter(session=held, name=said, until=None).first()
    if standing is not None:
        return standing
    row = add_speaker(held, name=said, affiliation=of, agreed_at=now())
    record(by, "named_speaker", row, audience=Audience.PARTIES, group=group_of(held.event))
    return row


def add_speaker(session: Session, **who: object) -> Speaker:
    """After the others."""
    standing = Speaker.objects.filter(session=session, until=None)
    if standing.count() >= rules.MOST_SPEAKERS:
        raise Refused(_("A session has at most eight speakers."))
    last = Speaker.objects.filter(session=session).order_by("-position").first()
    return Speaker.objects.create(
        event=session.event,
        session=session,
        position=last.position + 1 if last is not None else 1,
        span=(session.starts_at, session.ends_at),
        **who,
    )


@transaction.atomic
def remove_speaker(by: Actor, *, speaker: Speaker) -> None:
    """Her row stays as what was. Twice is once."""
    organised_session(by, speaker.session)
    row = Speaker.objects.get(pk=speaker.pk)
    if row.until is None:
        _end(by, row, "removed_speaker")


@transaction.atomic
def agree_to_speak(by: Actor, *, session: Session) -> Speaker:
    """From now on her name stands in the programme. Twice is once."""
    row = _asked(by, session)
    if row.agreed_at is not None:
        return row
    refuse_speaking_twice(row.session, [by.pk])
    row.agreed_at, row.declined_at = now(), None
    row.save(update_fields=["agreed_at", "declined_at"])
    group = group_of(row.session.event)
    record(by, "agreed_to_speak", row, audience=Audience.PARTIES, group=group)
    return row


@transaction.atomic
def decline_to_speak(by: Actor, *, session: Session) -> None:
    """She does not, or not any more: the organisers hear of it, for they need somebody else."""
    row = _asked(by, session)
    if row.agreed_at is not None:
        _end(by, row, "stepped_back_as_speaker")
        return
    if row.declined_at is None:
        row.declined_at = now()
        row.save(update_fields=["declined_at"])
        group = group_of(row.session.event)
        record(by, "declined_to_speak", row, audience=Audience.PARTIES, group=group)


def _end(by: Actor, row: Speaker, verb: str) -> None:
    row.until = now()
    row.save(update_fields=["until"])
    record(by, verb, row, audience=Audience.PARTIES, group=group_of(row.session.event))


def _asked(by: Actor, session: Session) -> Speaker:
    """Raises Session.DoesNotExist when she may not know of it (any more)."""
    seen = queries.session(by, session.pk)
    hold(Session.objects.filter(event=seen.event_id).values_list("pk", flat=True))
    rows = Speaker.objects.select_related("session__event")
    row = rows.filter(session=seen, actor=by, until=None).first()
    if row is None:
        raise Refused(_("You are not asked for this session any more."))
    return row
