"""Letters after an event: whom did you meet, and a month on, what came of it. Nobody is named: who
met whom is read on the page, by who signed in.
"""

from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vaknet.domain.activity.models import Activity
from vaknet.domain.encounters.models import Encounter
from vaknet.domain.events import words
from vaknet.domain.events.models import Event, Registration
from vaknet.interfaces.mail.letters.writing import Content, write


def whom_met_asked(activity: Activity) -> None:
    """To who has been there: who was let in at the door, or has a seat where nobody stood there."""
    event = Event.objects.filter(pk=activity.object_id).first()
    if event is None or event.cancelled_at:
        return
    rows = Registration.objects.filter(event=event, cancelled_at=None, person__isnull=False)
    came = rows.filter(checked_in_at__isnull=False)
    there = came if came.exists() else rows.filter(seated_at__isnull=False)
    for row in there.select_related("person").order_by("pk").iterator():
        if row.person is None:
            continue
        write(
            row.person,
            thread=f"event-{event.pk}",
            url=settings.BASE_URL + reverse("encounters", args=[event.pk]),
            content=lambda: Content(
                subject=_("Whom did you meet? %(name)s") % {"name": event.name},
                opening=_("You were at %(name)s, %(day)s.")
                % {"name": event.name, "day": words.days(event)},
                closing=_("Put down whom you spoke, while you know it. Only you see it."),
                action=_("Say whom I met"),
            ),
        )


def what_came_asked(activity: Activity) -> None:
    """A month on, to who kept somebody."""
    event = Event.objects.filter(pk=activity.object_id).first()
    if event is None or event.cancelled_at:
        return
    kept = Encounter.objects.filter(event=event, kept_at__isnull=False)
    counts: dict[int, list[Encounter]] = {}
    for row in kept.select_related("person").order_by("person", "pk"):
        counts.setdefault(row.person_id, []).append(row)
    for rows in counts.values():
        write(
            rows[0].person,
            thread=f"event-{event.pk}",
            url=settings.BASE_URL + reverse("encounters", args=[event.pk]),
            content=partial(_a_month_after, event, len(rows)),
        )


def _a_month_after(event: Event, number: int) -> Content:
    kept = ngettext(
        "You kept %(number)d person whom you met there.",
        "You kept %(number)d people whom you met there.",
        number,
    )
    return Content(
        subject=_("A month after %(name)s") % {"name": event.name},
        opening=kept % {"number": number},
        closing=_("Did you do what you meant to do? A short message is enough."),
        action=_("Look whom I met"),
    )
