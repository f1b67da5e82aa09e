"""At consultation hours: telling devices who is called, and desks of an event that is off."""

from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from vaknet.configuration import configuration
from vaknet.domain.activity.models import Activity
from vaknet.domain.consulting import actions as consulting
from vaknet.domain.consulting.models import Booking, QueueTicket
from vaknet.domain.consulting.rules import is_live
from vaknet.domain.events.models import Event
from vaknet.domain.people.models import Account
from vaknet.domain.pushing import actions
from vaknet.domain.pushing.models import Device
from vaknet.domain.pushing.queries import key_of, reachable
from vaknet.kit.web_push import Gone, Subscription, push

PUSH_TURN = "push_turn"
# After that she is passed over, or came.
SECONDS = 5 * 60


def close_desks(activity: Activity) -> None:
    event = activity.object
    if isinstance(event, Event) and event.cancelled_at is not None:
        consulting.cancel_hours_of(event=event, by=activity.actor)


def bring_all(activity: Activity) -> None:
    """To each device where she is signed in; without one her page says it.

    At any hour: she stands in the line herself.
    """
    turn = activity.object
    if not isinstance(turn, Booking | QueueTicket) or turn.person is None or not _waits(turn):
        return
    job = app.configure_task(PUSH_TURN, allow_unknown=True)
    for device in reachable(turn.person, timezone.now()):
        job.defer(device_id=device.pk, hour_id=turn.hour_id)


def _waits(turn: Booking | QueueTicket) -> bool:
    return is_live(turn) and turn.called_at is not None and turn.came_at is None


def bring(device_id: int, hour_id: int) -> None:
    """Outside any transaction: the push service may take seconds. Raises Undelivered."""
    device = Device.objects.select_related("actor").filter(pk=device_id).first()
    key = None if device is None else key_of(device)
    if device is None or key is None or device.actor.is_former:
        return
    try:
        push(
            Subscription(device.endpoint, device.key, device.secret),
            _words(device, hour_id),
            key=key,
            contact=f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
            seconds=SECONDS,
            may_reach=configuration.may_reach,
        )
    except Gone:
        actions.forget_device(device=device)


def _words(device: Device, hour_id: int) -> dict[str, str]:
    """No subject and no names: a screen is looked at by others too."""
    with translation.override(Account.objects.get(actor=device.actor).language):
        body = _("It is your turn. Come to the desk.")
    url = reverse("my-turn", args=[hour_id])
    return {"title": settings.NETWORK_NAME, "body": body, "url": url}
