"""Letters to who applied: at once and always. Who gets a place has to answer in time, and everyone
hears at one moment. Nobody else who applied stands in any of them.
"""

from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.opportunities import words
from vaknet.domain.opportunities.models import Application
from vaknet.interfaces.mail.letters import opportunities
from vaknet.interfaces.mail.letters.opportunity_words import (
    applications_to,
    dates,
    day_of,
    file_of,
    in_short,
    moment,
    opportunity_of,
    panel_of,
    row_of,
    tell,
    to_applicant,
    unanswered_of,
)
from vaknet.interfaces.mail.letters.writing import Content

Outcome = Application.Outcome


def applied(activity: Activity) -> None:
    """A receipt, with all dates."""
    row = row_of(Application, activity, "person")
    if row is None or row.sent_at is None:
        return
    to_applicant(
        row,
        lambda: Content(
            subject=_("We have your application: %(title)s") % {"title": row.opportunity.title},
            opening=dates(row.opportunity),
            quote=words.when_and_where(row.opportunity),
            closing=_("Until it closes you can change it. You can withdraw it at any moment."),
            action=_("Look at what you sent"),
        ),
    )


def lengthened(activity: Activity) -> None:
    """To who sent something, and to who began."""
    found = opportunity_of(activity)
    if found is None or found.cancelled_at:
        return
    for row in applications_to(found):
        to_applicant(
            row,
            lambda: Content(
                subject=_("Other dates: %(title)s") % {"title": found.title},
                opening=_("There is more time. These are the dates now:"),
                quote=dates(found),
                action=_("Look at your application"),
            ),
        )


def promised_again(activity: Activity) -> None:
    found = unanswered_of(activity)
    if found is None:
        return
    for row in applications_to(found).filter(sent_at__isnull=False):
        to_applicant(
            row,
            lambda: Content(
                subject=_("The reply comes later: %(title)s") % {"title": found.title},
                opening=_("You hear by %(day)s. That is later than we promised.")
                % {"day": day_of(found)},
                closing=_("We are sorry. Everybody hears at the same moment."),
                action=_("Look at your application"),
            ),
        )


def moved(activity: Activity) -> None:
    """Other days or another place: to who takes part, and for whom a place is kept."""
    found = opportunity_of(activity)
    if found is None or found.cancelled_at:
        return
    rows = applications_to(found).filter(offered_until__isnull=False)
    for row in rows.filter(declined_at=None, lapsed_at=None):
        to_applicant(
            row,
            lambda: Content(
                subject=_("Not as it was: %(title)s") % {"title": found.title},
                opening=_("Something changed. This is how it is now:"),
                quote=words.when_and_where(found),
                closing=_("Can you not come like this? Give your place back."),
                action=_("Look at your application"),
            ),
            file_of(found),
        )


def cancelled(activity: Activity) -> None:
    """To everybody who is still waiting or has a place, and to the panel."""
    found = opportunity_of(activity)
    if found is None or found.cancelled_at is None:
        return

    def content() -> Content:
        return Content(
            subject=_("Cancelled: %(title)s") % {"title": found.title},
            opening=_("This is cancelled. The reason:"),
            quote=words.reason_of(found),
            closing=_("What people wrote is thrown away in four weeks."),
            action=_("Look at it"),
        )

    rows = applications_to(found).filter(declined_at=None, lapsed_at=None, reserve_ended_at=None)
    for row in rows.exclude(replied_at__isnull=False, outcome=Outcome.NO):
        file = file_of(found) if row.offered_until else ()
        to_applicant(row, content, file)
    tell(panel_of(found), found, "opportunity", content)


def reply_late(activity: Activity) -> None:
    """To who applied, honestly, and to who has to answer; not when another day was said since."""
    found = unanswered_of(activity)
    if found is None or found.late_at is None:
        return
    for row in applications_to(found).filter(sent_at__isnull=False):
        to_applicant(
            row,
            lambda: Content(
                subject=_("The reply is late: %(title)s") % {"title": found.title},
                opening=_("You should have heard by %(day)s. The panel is not ready.")
                % {"day": day_of(found)},
                closing=_(
                    "We are sorry. The panel is asked for a new day, and you hear it at once."
                ),
                action=_("Look at your application"),
            ),
        )
    opportunities.panel_late(activity)


def replied(activity: Activity) -> None:
    """All letters of one press, in one transaction: nobody hears earlier than another."""
    found = opportunity_of(activity)
    if found is None or found.answered_at is None:
        return
    texts = words.texts_of(found)
    rows = applications_to(found).filter(replied_at__isnull=False, emptied_at=None)
    for row in rows:
        to_applicant(row, lambda row=row: _reply(row, texts))  # type: ignore[misc]


def _reply(row: Application, texts: dict[str, str]) -> Content:
    found = row.opportunity
    title = {"title": found.title}
    subjects = {
        Outcome.PLACE: _("A place for you: %(title)s"),
        Outcome.RESERVE: _("You are on the reserve list: %(title)s"),
        Outcome.NO: _("Not this time: %(title)s"),
    }
    next_step = {
        Outcome.PLACE: _("The place is kept for you until %(when)s. Say yes before that.")
        % {"when": moment(row.offered_until)},
        Outcome.RESERVE: _("You are number %(number)s. When a place is free, we write to you.")
        % {"number": row.reserve_rank},
        Outcome.NO: "",
    }
    outcome = Outcome(row.outcome)
    more = _("Would you like to hear more about it? Ask: %(contact)s") % {"contact": found.contact}
    return Content(
        subject=subjects[outcome] % title,
        opening=next_step[outcome] or _("The panel read what you wrote, and chose others."),
        quote=words.letter_to(row, texts),
        closing="\n".join(part for part in (words.when_and_where(found), more) if part),
        action=_("Say yes or no") if outcome == Outcome.PLACE else _("Look at your application"),
    )


def place_offered(activity: Activity) -> None:
    row = row_of(Application, activity, "person")
    if row is None or row.offered_until is None or not _is_open(row):
        return
    to_applicant(
        row,
        lambda: Content(
            subject=_("A place for you: %(title)s") % {"title": row.opportunity.title},
            opening=_("There is a place for you now. It is kept until %(when)s.")
            % {"when": moment(row.offered_until)},
            quote=words.when_and_where(row.opportunity),
            closing=_("After that it goes to the next."),
            action=_("Say yes or no"),
        ),
        page="confirm-place",
    )


def place_lapsed(activity: Activity) -> None:
    row = row_of(Application, activity, "person")
    if row is None or row.lapsed_at is None or row.opportunity.cancelled_at:
        return
    to_applicant(
        row,
        lambda: Content(
            subject=_("Your place is gone: %(title)s") % {"title": row.opportunity.title},
            opening=_("A place was kept for you, and you did not answer. It is not any more."),
            closing=_("Is that a mistake? Ask: %(contact)s") % {"contact": row.opportunity.contact},
            action=_("Look at your application"),
        ),
    )


def reserve_ended(activity: Activity) -> None:
    row = row_of(Application, activity, "person")
    if row is None or row.reserve_ended_at is None:
        return
    to_applicant(
        row,
        lambda: Content(
            subject=_("No place came free: %(title)s") % {"title": row.opportunity.title},
            opening=_("You were on the reserve list. No place came free any more."),
            closing=_("Thank you for waiting. We are glad that you applied."),
            action=_("Look at your application"),
        ),
    )


def place_confirmed(activity: Activity) -> None:
    row = row_of(Application, activity, "person")
    if row is None or row.confirmed_at is None or row.declined_at:
        return
    found = row.opportunity
    to_applicant(
        row,
        lambda: Content(
            subject=_("You take part: %(title)s") % {"title": found.title},
            opening=_("The place is yours."),
            quote=in_short(found),
            closing=_("Can you not come after all? Give your place back: the next is glad of it."),
            action=_("Look at it"),
        ),
        file_of(found),
    )


def _is_open(row: Application) -> bool:
    moments = (row.confirmed_at, row.declined_at, row.lapsed_at, row.opportunity.cancelled_at)
    return not any(moments)
