"""Making an issue: what the machine proposes, in the order and the words of its editors.

All of it is for the editors' own eyes, until it is published.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups.models import Group
from vaknet.domain.journal.actions.editors import as_editor, at_draft
from vaknet.domain.journal.actions.proposals import add_figure, add_items, keep_figure
from vaknet.domain.journal.models import Figure, Issue, IssueEditor, IssueItem, Section
from vaknet.domain.journal.proposing import Counted, propose, since
from vaknet.domain.journal.sources import READERS, home_of
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.refusal import Refused

HEADLINE, LEAD = 160, 500
NUMBER, COUNTS, LABEL = 12, 160, 40
MOST_ROWS = 8
HIGHEST = Decimal(10) ** 12


@transaction.atomic
def begin_issue(by: Actor, *, group: Group) -> Issue:
    """With what the machine proposes. While one is being made, it is that one."""
    as_editor(by, group)
    making = Issue.objects.filter(group=group, published_at=None).first()
    if making is not None:
        return making
    at = now()
    issue = Issue.objects.create(group=group, covers_since=since(group, at))
    IssueEditor.objects.create(issue=issue, actor=by)
    add_items(issue, propose(group, issue.covers_since, at))
    add_figure(issue, at)
    record(by, "began_issue", issue, audience=Audience.SELF)
    return issue


@transaction.atomic
def gather_more(by: Actor, *, issue: Issue) -> int:
    """What happened since it was begun, and is not in it yet. How many pieces."""
    held, at = at_draft(by, issue), now()
    known = set(held.items.values_list("kind", "question", "answer", "post"))
    new = [
        one
        for one in propose(held.group, held.covers_since, at)
        if (one.kind, one.question, one.answer, one.post) not in known
        and (one.section != Section.COVER or not _cover_of(held))
    ]
    add_items(held, new)
    _note(by, held)
    return len(new)


def _cover_of(issue: Issue) -> IssueItem | None:
    return issue.items.filter(section=Section.COVER, left_out_at=None).first()


@transaction.atomic
def move(by: Actor, *, item: IssueItem, up: bool) -> None:
    """Past its neighbour in its section. At the end of it nothing happens."""
    held, own = _held(by, item)
    row = list(held.items.filter(section=own.section, left_out_at=None))
    place = row.index(own) if own in row else -1
    other = place - 1 if up else place + 1
    if place < 0 or not 0 <= other < len(row):
        return
    row[place], row[other] = row[other], row[place]
    for position, one in enumerate(row, 1):
        one.position = position
    IssueItem.objects.bulk_update(row, ["position"])
    _note(by, held)


@transaction.atomic
def leave_out(by: Actor, *, item: IssueItem) -> None:
    held, own = _held(by, item)
    own.left_out_at = own.left_out_at or now()
    own.save(update_fields=["left_out_at"])
    _note(by, held)


@transaction.atomic
def put_back(by: Actor, *, item: IssueItem) -> None:
    """On a cover that has another piece by now, it goes to its own section."""
    held, own = _held(by, item)
    cover = _cover_of(held)
    if own.section == Section.COVER and cover is not None and cover != own:
        own.section = home_of(own)
    own.left_out_at = None
    own.save(update_fields=["left_out_at", "section"])
    _note(by, held)


@transaction.atomic
def put_on_cover(by: Actor, *, item: IssueItem) -> None:
    """What was on it goes to its own section."""
    held, own = _held(by, item)
    if own.kind not in READERS:
        raise Refused(_("Only what somebody asked or wrote can be on the cover."))
    for one in held.items.filter(section=Section.COVER).exclude(pk=own.pk):
        one.section = home_of(one)
        one.save(update_fields=["section"])
    own.section, own.left_out_at = Section.COVER, None
    own.save(update_fields=["section", "left_out_at"])
    _note(by, held)


@transaction.atomic
def say_of_item(by: Actor, *, item: IssueItem, headline: str, lead: str) -> None:
    """In the editors' own words; empty for those of its source."""
    held, own = _held(by, item)
    own.headline = line(headline, limit=HEADLINE, field="headline")
    own.lead = line(lead, limit=LEAD, field="lead")
    own.save(update_fields=["headline", "lead"])
    _note(by, held)


@transaction.atomic
def say_of_cover(by: Actor, *, issue: Issue, headline: str, lead: str) -> None:
    held = at_draft(by, issue)
    held.headline = line(headline, limit=HEADLINE, field="headline")
    held.lead = line(lead, limit=LEAD, field="lead")
    held.save(update_fields=["headline", "lead"])
    _note(by, held)


@transaction.atomic
def set_figure(
    by: Actor, *, issue: Issue, number: str, counts: str, rows: Sequence[tuple[str, Decimal]] = ()
) -> None:
    """The editors' own, in the place of what was there."""
    held = at_draft(by, issue)
    if len(rows) > MOST_ROWS:
        raise Refused(_("A drawing has room for 8 bars."), field="rows")
    if any(not 0 <= value < HIGHEST for _label, value in rows):
        raise Refused(_("A bar cannot be drawn for this number."), field="rows")
    kept = [(line(label, limit=LABEL, field="rows"), value) for label, value in rows]
    said = required_line(
        counts, limit=COUNTS, field="counts", missing=_("Say what the number counts.")
    )
    shown = required_line(number, limit=NUMBER, field="number", missing=_("Fill in a number."))
    keep_figure(held, Counted(0, kept), counts=said, number=shown)
    _note(by, held)


@transaction.atomic
def leave_out_figure(by: Actor, *, issue: Issue) -> None:
    held = at_draft(by, issue)
    Figure.objects.filter(issue=held).update(left_out_at=now())
    _note(by, held)


@transaction.atomic
def put_back_figure(by: Actor, *, issue: Issue) -> None:
    held = at_draft(by, issue)
    Figure.objects.filter(issue=held).update(left_out_at=None)
    _note(by, held)


def _held(by: Actor, item: IssueItem) -> tuple[Issue, IssueItem]:
    held = at_draft(by, item.issue)
    return held, IssueItem.objects.get(pk=item.pk, issue=held)


def _note(by: Actor, issue: Issue) -> None:
    record(by, "edited_issue", issue, audience=Audience.SELF)
