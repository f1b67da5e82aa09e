"""An hour while something happens to it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import queries
from vaknet.domain.consulting.models import ConsultationHour, Expert, WeeklyHour
from vaknet.domain.refusal import Refused

if TYPE_CHECKING:
    from vaknet.domain.consulting.models.hours import SeenHour


def lock_hour(hour: int) -> ConsultationHour:
    """Until the end of the transaction nobody else gives numbers, nor changes who sits there."""
    return ConsultationHour.objects.select_for_update(no_key=True).get(pk=hour)


def tended(by: Actor, hour: ConsultationHour) -> "SeenHour":
    """Locked; to who does not look after it, it does not exist."""
    lock_hour(hour.pk)
    return queries.tended_hour(by, hour.pk)


def group_of(hour: ConsultationHour | WeeklyHour) -> Actor | None:
    return hour.group.actor if hour.group is not None else None


def sitting(by: Actor, hour: ConsultationHour) -> Expert:
    """Her seat, locked: she does one thing at a time at her desk. Raises Expert.DoesNotExist."""
    rows = Expert.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.filter(hour=hour, actor=by, until=None, agreed_at__isnull=False)
    return rows.select_related("hour__group__actor", "actor").get()


def refuse_cancelled(hour: ConsultationHour) -> None:
    if hour.cancelled_at is not None:
        raise Refused(_("This consultation hour is cancelled."))
