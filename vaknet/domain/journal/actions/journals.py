"""Starting a journal, saying when it comes out, and stopping it."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.journal.actions.editors import as_editor
from vaknet.domain.journal.models import Journal, Weekday
from vaknet.domain.refusal import Refused
from vaknet.kit.issn import issn as as_printed


@transaction.atomic
def start_journal(
    by: Actor, *, group: Group, weekday: int, issn: str = "", since: datetime | None = None
) -> Journal:
    """Twice is once. After a stop it goes on counting where it was.

    `since` is for one that comes from elsewhere or is made for a trial: then nobody is told.
    """
    as_editor(by, group)
    running = Journal.objects.filter(group=group, until=None).first()
    if running is not None:
        return running
    started = Journal.objects.create(
        group=group,
        started_by=by,
        weekday=_weekday(weekday),
        issn=_issn(issn),
        since=since or now(),
    )
    record(
        by,
        "started_journal",
        started,
        audience=audience_of(group),
        group=group.actor,
        at=since,
        quietly=since is not None,
    )
    return started


@transaction.atomic
def change_journal(by: Actor, *, group: Group, weekday: int, issn: str = "") -> Journal:
    """Raises Journal.DoesNotExist when it stopped meanwhile."""
    as_editor(by, group)
    held = Journal.objects.get(group=group, until=None)
    said = (_weekday(weekday), _issn(issn))
    if (held.weekday, held.issn) == said:
        return held
    held.weekday, held.issn = said
    held.save(update_fields=["weekday", "issn"])
    record(by, "changed_journal", held, audience=audience_of(group), group=group.actor)
    return held


@transaction.atomic
def stop_journal(by: Actor, *, group: Group) -> None:
    """No more issues; what came out stays. Twice is once."""
    as_editor(by, group)
    held = Journal.objects.filter(group=group, until=None).first()
    if held is None:
        return
    held.until = now()
    held.save(update_fields=["until"])
    record(by, "stopped_journal", held, audience=audience_of(group), group=group.actor)


def _weekday(day: int) -> int:
    if day not in Weekday.values:
        raise Refused(_("Choose a day of the week."), field="weekday")
    return day


def _issn(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return as_printed(text)
    except ValueError as wrong:
        raise Refused(
            _("This ISSN is not quite right. Check its digits, such as 2049-3630."), field="issn"
        ) from wrong
