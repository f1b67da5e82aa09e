"""Handing out the address of a feed, and keeping that of her own calendar."""

from secrets import token_urlsafe
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over_one, record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.calendars.models import Feed, OwnCalendar
from vaknet.domain.calendars.secrets import digest, sealed
from vaknet.domain.refusal import Refused
from vaknet.kit.busy_visits import secure

SIGNS = 32  # bytes of chance in an address: nobody finds one by trying


@transaction.atomic
def open_feed(by: Actor) -> Feed:
    """An address of her own. Asking again gives a new one: the one before leads nowhere."""
    token = token_urlsafe(SIGNS)
    known = digest(token)
    kept, _is_new = Feed.objects.update_or_create(
        actor=by, defaults={"digest": known, "sealed": sealed(token, place=known)}
    )
    record(by, "opened_calendar_feed", kept, audience=Audience.SELF)
    return kept


@transaction.atomic
def stop_feed(by: Actor) -> None:
    """From now its address is not found. Twice is once."""
    if Feed.objects.filter(actor=by).delete()[0]:
        record(by, "stopped_calendar_feed", by, audience=Audience.SELF)


@transaction.atomic
def point_to_calendar(by: Actor, *, address: str) -> OwnCalendar:
    """Where her own calendar can be read when she needs it. One at a time."""
    plain = secure(address)
    if not plain:
        raise Refused(
            _("This is not the address of a calendar. It begins with https:// or webcal://."),
            field="address",
        )
    host = urlsplit(plain).hostname or ""
    kept, _is_new = OwnCalendar.objects.update_or_create(
        actor=by, defaults={"host": host, "sealed": sealed(plain, place=host)}
    )
    record(by, "pointed_to_calendar", kept, audience=Audience.SELF)
    return kept


@transaction.atomic
def forget_calendar(by: Actor) -> None:
    """We do not know where it is any more. Twice is once."""
    if OwnCalendar.objects.filter(actor=by).delete()[0]:
        record(by, "forgot_calendar", by, audience=Audience.SELF)


@transaction.atomic
def take_over_calendars(*, kept: Actor, merged: Actor) -> None:
    """Of two accounts of one person: her calendar programs go on reading the one that is kept."""
    hand_over_one(Feed.objects.all(), "actor", kept=kept, merged=merged)
    hand_over_one(OwnCalendar.objects.all(), "actor", kept=kept, merged=merged)
