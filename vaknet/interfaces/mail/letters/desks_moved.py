"""Letters to experts whose desk went along with an event that was moved."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.consulting.models import Expert
from vaknet.interfaces.mail.letters.consulting import page_of, when_and_where
from vaknet.interfaces.mail.letters.writing import Content, write
from vaknet.interfaces.mail.post import Attachment
from vaknet.kit.gatherings import Gathering, gatherings


def desk_moved(activity: Activity) -> None:
    """To who sits there, and to who was asked and did not answer yet."""
    expert = _expert(activity)
    hour = expert.hour
    if expert.until is not None or hour.cancelled_at is not None or hour.ends_at <= now():
        return
    sits = expert.agreed_at is not None
    write(
        expert.actor,
        thread=f"desk-{hour.pk}",
        url=page_of("desk", hour),
        content=lambda: Content(
            subject=_("Another time: your consultation hour %(subject)s")
            % {"subject": hour.subject},
            opening=_("The event was moved, and your desk went along. This is when it is now:"),
            quote=when_and_where(hour, hour.starts_at),
            closing=_(
                "Who has a time with you hears the new one. Can you not come then? Step back at"
                " your desk: who has a time with you hears that too."
            )
            if sits
            else _("You were asked to sit there, and can still say yes or no."),
            action=_("To your desk") if sits else _("Answer"),
        ),
        attachments=(_file(expert),) if sits else (),
    )


def place_lost(activity: Activity) -> None:
    """At the new time she sits at another desk."""
    expert = _expert(activity)
    hour = expert.hour
    if hour.cancelled_at is not None or hour.ends_at <= now():
        return
    if Expert.objects.filter(hour=hour, actor=expert.actor, until=None).exists():
        return  # somebody asked her anew meanwhile
    write(
        expert.actor,
        thread=f"desk-{hour.pk}",
        url=page_of("consultation-hour", hour),
        content=lambda: Content(
            subject=_("You are off a desk: %(subject)s") % {"subject": hour.subject},
            opening=_("The event was moved, and this desk went along. It is now:"),
            quote=when_and_where(hour, hour.starts_at),
            closing=_(
                "You sit at another desk then, so you are not at this one any more. Who had a time"
                " with you heard that it is off."
            ),
            action=_("Look at the consultation hour"),
        ),
        attachments=(_file(expert),),
    )


def _expert(activity: Activity) -> Expert:
    return Expert.objects.select_related("actor", "hour").get(pk=activity.object_id)


def _file(expert: Expert) -> Attachment:
    """Its name in calendars is that of the calendar to subscribe to (`consulting.queries`)."""
    hour = expert.hour
    told = Gathering(
        uid=f"desk-{hour.uid}@{urlsplit(settings.BASE_URL).hostname}",
        sequence=hour.sequence,
        summary=hour.subject,
        location=hour.where,
        description=page_of("desk", hour),
        starts_at=hour.starts_at,
        ends_at=hour.ends_at,
        stamp=now(),
        is_cancelled=expert.until is not None,
    )
    body = gatherings([told], name=hour.subject)
    return Attachment("spreekuur.ics", body, "text/calendar; charset=utf-8; method=PUBLISH")
