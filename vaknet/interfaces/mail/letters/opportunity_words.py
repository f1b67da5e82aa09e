"""What all letters about opportunities are made of."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups.succession import stewards
from vaknet.domain.opportunities import calendar, words
from vaknet.domain.opportunities.models import (
    Application,
    Opportunity,
    OpportunityOrganiser,
    Panellist,
)
from vaknet.interfaces.mail.letters.writing import Content, write
from vaknet.interfaces.mail.post import Attachment
from vaknet.kit.words import day_in_words, moment_in_words


def opportunity_of(activity: Activity) -> Opportunity | None:
    rows = Opportunity.objects.filter(pk=activity.object_id)
    return rows.select_related("group__actor", "organisation", "place", "cohort__actor").first()


def unanswered_of(activity: Activity) -> Opportunity | None:
    """None when everyone has a reply, or it is off."""
    found = opportunity_of(activity)
    return None if found is None or found.cancelled_at or found.answered_at else found


def row_of[M: Model](model: type[M], activity: Activity, person: str) -> Any:
    """None for what is gone meanwhile."""
    rows = model._default_manager.filter(pk=activity.object_id)
    return rows.select_related(person, "opportunity__place").first()


def applications_to(found: Opportunity) -> Any:
    rows = Application.objects.filter(opportunity=found).order_by("pk")
    return rows.select_related("person", "opportunity__place")


def organisers_of(found: Opportunity) -> list[Actor]:
    """Where nobody is left, the stewards of the group: somebody reads what is written."""
    rows = OpportunityOrganiser.objects.filter(
        opportunity=found, until=None, actor__account__is_active=True
    )
    named = [row.actor for row in rows.select_related("actor").order_by("pk")]
    if named or found.group is None:
        return named
    return [
        duty.membership.actor for duty in stewards(found.group).select_related("membership__actor")
    ]


def panel_of(found: Opportunity) -> list[Actor]:
    rows = Panellist.objects.filter(opportunity=found, until=None, agreed_at__isnull=False)
    return [row.actor for row in rows.select_related("actor").order_by("pk")]


def tell_who_answers(found: Opportunity, content: Callable[[], Content]) -> None:
    """The panel, and organisers who do not sit in it."""
    panel = panel_of(found)
    tell(panel, found, "panel", content)
    others = [one for one in organisers_of(found) if one not in panel]
    tell(others, found, "opportunity-desk", content)


def tell(
    readers: Iterable[Actor], found: Opportunity, page: str, content: Callable[[], Content]
) -> None:
    for reader in readers:
        write(reader, thread=thread_of(found), url=address_of(page, found), content=content)


def to_applicant(
    row: Application,
    content: Callable[[], Content],
    attachments: tuple[Attachment, ...] = (),
    page: str = "my-application",
) -> None:
    found = row.opportunity
    write(
        row.person,
        thread=thread_of(found),
        url=address_of(page, found),
        content=content,
        attachments=attachments,
    )


def file_of(found: Opportunity) -> tuple[Attachment, ...]:
    """Where a period is told."""
    if calendar.span(found) is None:
        return ()
    method = "CANCEL" if found.cancelled_at else "PUBLISH"
    body = calendar.file(found, base_url=settings.BASE_URL)
    return (Attachment("kans.ics", body, f"text/calendar; charset=utf-8; method={method}"),)


def thread_of(found: Opportunity) -> str:
    return f"opportunity-{found.pk}"


def address_of(page: str, found: Opportunity) -> str:
    return settings.BASE_URL + reverse(page, args=[found.pk])


def dates(found: Opportunity) -> str:
    """Until when one applies, and by when everyone hears."""
    said = {"closes": moment(found.closes_at), "day": day_of(found)}
    return _("You can apply until %(closes)s. Everyone hears by %(day)s.") % said


def in_short(found: Opportunity) -> str:
    return "\n".join((words.when_and_where(found), dates(found)))


def day_of(found: Opportunity) -> str:
    """By which everyone hears."""
    return day_in_words(found.answer_by, get_language() or "nl", today=localdate())


def moment(at: datetime | None) -> str:
    return moment_in_words(localtime(at), get_language() or "nl")
