"""Letters about opportunities to who may apply, who reads, and who organises. The dates stand in
each of them, and never who applied.

They go at once and always. Only that something is offered is for who wants everything from the
group by mail.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.groups.models import GroupMembership, Mail
from vaknet.domain.opportunities import words
from vaknet.domain.opportunities.models import OpportunityOrganiser, Panellist
from vaknet.domain.people.apart import keeps_out
from vaknet.interfaces.mail.letters.opportunity_words import (
    address_of,
    applications_to,
    dates,
    day_of,
    in_short,
    opportunity_of,
    organisers_of,
    panel_of,
    row_of,
    tell,
    tell_who_answers,
    thread_of,
    unanswered_of,
)
from vaknet.interfaces.mail.letters.writing import Content, write


def published(activity: Activity) -> None:
    """To who gets everything from the group by mail, but for who published it."""
    found = opportunity_of(activity)
    if found is None or found.group is None or found.cancelled_at or not found.published_at:
        return
    seats = GroupMembership.objects.filter(group=found.group, until=None, mail=Mail.EVERYTHING)
    for seat in seats.select_related("actor").order_by("pk").iterator():
        if seat.actor_id != activity.actor_id:
            write(
                seat.actor,
                thread=thread_of(found),
                groups=[found.group],
                url=address_of("opportunity", found),
                content=lambda: Content(
                    subject=_("You can apply: %(title)s") % {"title": found.title},
                    opening=dates(found),
                    quote=words.when_and_where(found),
                    closing=_("Only you and the panel know that you apply."),
                    action=_("Look at it"),
                ),
            )


def organiser_added(activity: Activity) -> None:
    row = row_of(OpportunityOrganiser, activity, "actor")
    if row is None or row.until or row.actor_id == activity.actor_id:
        return
    name = {"name": activity.actor.name}
    tell(
        [row.actor], row.opportunity, "opportunity-desk",
        lambda: Content(
            subject=_("You organise: %(title)s") % {"title": row.opportunity.title},
            opening=_("%(name)s asks you to organise this together.") % name,
            quote=in_short(row.opportunity),
            closing=_("Who applied only the panel sees."),
            action=_("Look at the desk"),
        ),
    )  # fmt: skip


def panellist_asked(activity: Activity) -> None:
    row = row_of(Panellist, activity, "actor")
    if row is None or row.agreed_at or row.until or keeps_out(row.actor, activity.actor):
        return
    name = {"name": activity.actor.name}
    tell(
        [row.actor], row.opportunity, "panel",
        lambda: Content(
            subject=_("Do you read with us? %(title)s") % {"title": row.opportunity.title},
            opening=_("%(name)s asks you for the panel that reads and chooses.") % name,
            quote=in_short(row.opportunity),
            closing=_("Do you know who applied? Then you step aside for that one."),
            action=_("Say yes or no"),
        ),
    )  # fmt: skip


def panellist_stopped(activity: Activity) -> None:
    """To its organisers: they look for somebody else."""
    row = row_of(Panellist, activity, "actor")
    if row is None or row.opportunity.answered_at or row.opportunity.cancelled_at:
        return
    said = {"name": row.actor.name, "title": row.opportunity.title}
    readers = [one for one in organisers_of(row.opportunity) if not keeps_out(one, row.actor)]
    tell(
        readers, row.opportunity, "opportunity-desk",
        lambda: Content(
            subject=_("%(name)s does not read: %(title)s") % said,
            opening=_("Two people read each application. Look whether you need somebody else."),
            action=_("Look at the desk"),
        ),
    )  # fmt: skip


def closed(activity: Activity) -> None:
    found = unanswered_of(activity)
    if found is None:
        return
    tell(
        panel_of(found), found, "panel",
        lambda: Content(
            subject=_("You can read: %(title)s") % {"title": found.title},
            opening=_("It is closed. Everyone hears by %(day)s: you promised that.")
            % {"day": day_of(found)},
            closing=_("First give your own scores. Then you see those of the others."),
            action=_("Read"),
        ),
    )  # fmt: skip


def reader_missing(activity: Activity) -> None:
    """To its organisers, without a name or a number."""
    found = unanswered_of(activity)
    if found is None:
        return
    tell(
        organisers_of(found), found, "opportunity-desk",
        lambda: Content(
            subject=_("Ask another reader: %(title)s") % {"title": found.title},
            opening=_("With who reads now, the panel cannot give every answer."),
            closing=_("Ask one more person to read. Then everyone can hear by %(day)s.")
            % {"day": day_of(found)},
            action=_("Look at the desk"),
        ),
    )  # fmt: skip


def reply_near(activity: Activity) -> None:
    found = unanswered_of(activity)
    if found is None:
        return
    tell_who_answers(
        found,
        lambda: Content(
            subject=_("Everyone hears by %(day)s: %(title)s")
            % {"day": day_of(found), "title": found.title},
            opening=_("The day comes near by which you promised a reply."),
            closing=_("Is there not enough time? Then say another day before it."),
            action=_("Look how it stands"),
        ),
    )


def panel_late(activity: Activity) -> None:
    found = unanswered_of(activity)
    if found is None:
        return
    tell_who_answers(
        found,
        lambda: Content(
            subject=_("You are late: %(title)s") % {"title": found.title},
            opening=_("Everyone should have heard by %(day)s. People wait.")
            % {"day": day_of(found)},
            closing=_("Send the replies, or say another day. Whoever applied hears it at once."),
            action=_("Look how it stands"),
        ),
    )


def cohort_made(activity: Activity) -> None:
    found = opportunity_of(activity)
    if found is None or found.cohort is None:
        return
    group = found.cohort
    for row in applications_to(found).filter(confirmed_at__isnull=False, declined_at=None):
        write(
            row.person,
            thread=thread_of(found),
            url=settings.BASE_URL + reverse("group", args=[group.actor.handle]),
            content=lambda: Content(
                subject=_("Your group: %(title)s") % {"title": found.title},
                opening=_("Everybody who takes part is in a closed group now, as you agreed."),
                closing=_("Nobody outside it knows of it. You can leave it at any moment."),
                action=_("Look at the group"),
            ),
        )
