"""Journals, issues and pitches, as the one who looks may see them. A draft is for editors only."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate, now

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.asleep import sleeping
from vaknet.domain.groups.models import Group, GroupDuty
from vaknet.domain.groups.queries import duties_on, readable_groups
from vaknet.domain.journal.calendar import next_day
from vaknet.domain.journal.models import (
    CoverFile,
    CoverPhoto,
    Issue,
    Journal,
    Pitch,
    PrintedIssue,
    SkippedWeek,
)
from vaknet.domain.journal.rules import EDITING
from vaknet.domain.people.apart import is_apart

PITCHES = 50


@dataclass(frozen=True)
class Front:
    """What a group has: `journal` is the last one, also when it stopped."""

    journal: Journal
    last: int | None
    last_at: datetime | None
    skipped: SkippedWeek | None
    is_asleep: bool

    @property
    def stands_in_front(self) -> bool:
        """Its last issue is what one sees of the group first."""
        return self.is_running and self.last is not None and not self.is_asleep

    @property
    def is_running(self) -> bool:
        return self.journal.until is None

    @property
    def next_on(self) -> date | None:
        return next_day(self.journal.weekday, self.last_at, now()) if self.is_running else None


def front(viewer: Actor | None, group: Group) -> Front | None:
    """None for a group that never had a journal. `skipped`: after the last issue nothing came."""
    journal = _last_journal(viewer, group)
    if journal is None:
        return None
    last_at = journal.last_at  # type: ignore[attr-defined]
    skipped = SkippedWeek.objects.filter(group=group).order_by("-year", "-week").first()
    if skipped is not None and last_at is not None and skipped.at <= last_at:
        skipped = None
    number, is_asleep = journal.last_number, journal.is_asleep  # type: ignore[attr-defined]
    return Front(journal, number, last_at, skipped, is_asleep)


def _last_journal(viewer: Actor | None, group: Group) -> Journal | None:
    if viewer is None:
        return _last_journals(None, group).first()
    return next(iter(_LAST_JOURNAL(viewer=viewer.pk, group=group.pk)), None)


def _last_journal_of(viewer: int, group: int) -> QuerySet[Journal]:
    return _last_journals(Actor(pk=viewer), Group(pk=group))


_LAST_JOURNAL = Frozen(_last_journal_of)


def _last_journals(viewer: Actor | None, group: Group) -> QuerySet[Journal]:
    published = issues_of(group).filter(group=OuterRef("group")).order_by("-number")
    rows = Journal.objects.filter(group=group, group__in=readable_groups(viewer))
    rows = rows.annotate(
        last_number=Subquery(published.values("number")[:1]),
        last_at=Subquery(published.values("published_at")[:1]),
        is_asleep=Exists(sleeping().filter(group=OuterRef("group"))),
    )
    return rows.order_by("-since", "-pk")[:1]


def issues_of(group: Group) -> QuerySet[Issue]:
    return Issue.objects.filter(group=group, published_at__isnull=False)


def issues(viewer: Actor | None, group: Group) -> QuerySet[Issue]:
    """Those that came out, the latest first."""
    rows = issues_of(group).filter(group__in=readable_groups(viewer)).select_related("photo")
    return rows.order_by("-number")


def issue(viewer: Actor | None, group: Group, number: int) -> Issue:
    """Raises Issue.DoesNotExist for one that is not there and for one she may not read."""
    return issues(viewer, group).select_related("published_by").get(number=number)


def photo_of(issue: Issue) -> CoverPhoto | None:
    """On the cover of an issue that she may read; without, the cover is drawn."""
    return getattr(issue, "photo", None)


def cover_file(viewer: Actor | None, pk: int, side: int) -> CoverFile:
    """Raises CoverFile.DoesNotExist for one that is not there, and for one on an issue that she
    may not read. A draft is for its editors.
    """
    seen = Q(issue__published_at__isnull=False, issue__group__in=readable_groups(viewer))
    if viewer is not None:
        seen |= Q(issue__published_at=None, issue__group__in=_edited_by(viewer))
    return CoverFile.objects.get(photo__in=CoverPhoto.objects.filter(seen), photo=pk, side=side)


def largest_file(photo: CoverPhoto) -> bytes:
    """For a book and for paper. The photo is of an issue that she may read."""
    return bytes(photo.files.order_by("-side")[0].content)


def own_photos(viewer: Actor) -> QuerySet[CoverPhoto]:
    """That she chose: for herself, to take along."""
    return CoverPhoto.objects.filter(chosen_by=viewer).order_by("pk")


def neighbours(group: Group, number: int) -> tuple[int | None, int | None]:
    """The issue before, and the one after."""
    found = issues_of(group).aggregate(
        before=Max("number", filter=Q(number__lt=number)),
        after=Min("number", filter=Q(number__gt=number)),
    )
    return found["before"], found["after"]


def next_number(group: Group) -> int:
    return (issues_of(group).aggregate(last=Max("number"))["last"] or 0) + 1


def my_duties(viewer: Actor | None, group: Group) -> set[str]:
    """What she does for this group today."""
    if viewer is None:
        return set()
    hers = duties_on(localdate()).filter(membership__group=group, membership__actor=viewer)
    return set(hers.values_list("kind", flat=True))


def draft(viewer: Actor, group: Group) -> Issue | None:
    """What the editors are making; to anybody else there is none."""
    rows = Issue.objects.filter(group=group, published_at=None, group__in=_edited_by(viewer))
    return rows.select_related("group__actor", "photo").first()


def editors(group: Group) -> list[Actor]:
    """Who may make its journal today, once each: to write to, never to be shown."""
    seats = duties_on(localdate()).filter(membership__group=group, kind__in=EDITING)
    return list(Actor.objects.filter(pk__in=seats.values("membership__actor")).order_by("pk"))


def _edited_by(viewer: Actor) -> QuerySet[GroupDuty, int]:
    """The groups whose journal she may make."""
    hers = duties_on(localdate()).filter(membership__actor=viewer, kind__in=EDITING)
    return hers.values_list("membership__group", flat=True)


def pitches_waiting(viewer: Actor, group: Group) -> QuerySet[Pitch]:
    """For an editor, without those of whom she is kept apart from; the oldest first."""
    rows = _pitches(viewer, group).filter(taken_at=None, thanked_at=None)
    return rows.select_related("author").order_by("at", "pk")


def _pitches(viewer: Actor, group: Group) -> QuerySet[Pitch]:
    rows = Pitch.objects.filter(group=group, group__in=_edited_by(viewer))
    return rows.exclude(is_apart(viewer.pk, "author"))


def pitch(viewer: Actor, group: Group, pk: int) -> Pitch:
    """Also one that another editor answered. Raises Pitch.DoesNotExist for who may not read it."""
    return _pitches(viewer, group).select_related("group__actor").get(pk=pk)


def my_pitches(viewer: Actor, group: Group) -> QuerySet[Pitch]:
    rows = Pitch.objects.filter(group=group, author=viewer).order_by("-at", "-pk")
    return rows[:PITCHES]


def digest_of(html: str) -> str:
    """The name of an issue on paper."""
    return sha256(html.encode()).hexdigest()


def printed(html: str) -> PrintedIssue | None:
    """The file of exactly this page, which only who could make the page can ask for."""
    return PrintedIssue.objects.filter(pk=digest_of(html)).first()
