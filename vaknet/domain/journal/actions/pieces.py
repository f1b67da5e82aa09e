"""Pieces that editors add by hand: what somebody wrote, and what is on the agenda."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.journal.actions.editing import HEADLINE, LEAD
from vaknet.domain.journal.actions.editors import at_draft
from vaknet.domain.journal.actions.proposals import last_position
from vaknet.domain.journal.choosing import may_be_added
from vaknet.domain.journal.models import Issue, IssueItem, Section
from vaknet.domain.journal.sources import home_of
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.refusal import Refused

PLACE, ADDRESS = 120, 500
MOST_ADDED = 30
Kind = IssueItem.Kind


@transaction.atomic
def add_piece(by: Actor, *, issue: Issue, kind: str, pk: int) -> IssueItem:
    """A question, a conversation or an article, also one of another group that all who read this
    journal may read. What was left out comes back; what is in it stays where it is.
    """
    held = at_draft(by, issue)
    if not may_be_added(by, held.group, kind, pk):
        raise Refused(_("That is gone, or not all readers of this journal may read it."))
    found = held.items.filter(**{kind: pk}).first()
    own = found or IssueItem(issue=held, kind=kind, **{f"{kind}_id": pk})
    if found is None:
        _make_room(held)
        own.section, own.position = home_of(own), last_position(held) + 1
    own.left_out_at = None
    own.save()
    record(by, "edited_issue", held, audience=Audience.SELF)
    return own


@transaction.atomic
def put_on_agenda(
    by: Actor,
    *,
    issue: Issue,
    headline: str,
    lead: str = "",
    day: date | None = None,
    place: str = "",
    address: str = "",
    item: IssueItem | None = None,
) -> IssueItem:
    """In the editors' own words, so it is theirs: a meeting, a course, a vacancy. With an `item`
    that one is changed.
    """
    held = at_draft(by, issue)
    own = IssueItem(issue=held, kind=Kind.AGENDA, section=Section.AGENDA)
    if item is not None:
        own = held.items.get(pk=item.pk, kind=Kind.AGENDA)
    own.headline = required_line(
        headline, limit=HEADLINE, field="headline", missing=_("Say what it is.")
    )
    own.lead = line(lead, limit=LEAD, field="lead")
    own.day, own.place = day, line(place, limit=PLACE, field="place")
    own.address = _address(address)
    if own.pk is None:
        _make_room(held)
        own.position = last_position(held) + 1
    own.save()
    record(by, "edited_issue", held, audience=Audience.SELF)
    return own


def _address(given: str) -> str:
    tidy = line(given, limit=ADDRESS, field="address")
    if not tidy:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(tidy)
    except ValidationError as wrong:
        raise Refused(
            _("Write the whole address of a page, with https:// in front."), field="address"
        ) from wrong
    return tidy


def _make_room(issue: Issue) -> None:
    if issue.items.filter(left_out_at=None).count() >= MOST_ADDED:
        raise Refused(_("An issue has room for 30 pieces. Leave something out first."))
