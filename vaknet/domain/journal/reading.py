"""An issue as one reader may see it: plain values, the same for a page, a letter and a document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import ceil

from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import get_language

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.groups.queries import member_count, newcomers
from vaknet.domain.journal import queries, sources
from vaknet.domain.journal.models import (
    CoverPhoto,
    Figure,
    Issue,
    IssueEditor,
    IssueItem,
    Section,
)
from vaknet.domain.journal.sources import Told
from vaknet.domain.people.apart import is_apart

WORDS_A_MINUTE = 200


@dataclass(frozen=True)
class Entry:
    """One piece. `told` is None when its source is gone, or when it never had one: what is on the
    agenda has a `day`, a `place` and an `address` instead.

    `own_headline` and `own_lead` are what the editors wrote; `headline` what there is to read.
    """

    pk: int
    kind: str
    section: str
    own_headline: str
    own_lead: str
    told: Told | None
    people: Sequence[GroupMembership] = ()
    is_left_out: bool = False
    day: date | None = None
    place: str = ""
    address: str = ""

    @property
    def headline(self) -> str:
        return self.own_headline or (self.told.title if self.told else "")

    @property
    def is_gone(self) -> bool:
        return self.told is None and self.kind in sources.READERS

    @property
    def by(self) -> Actor | None:
        return self.told.by if self.told else None

    def words(self) -> Iterator[str]:
        yield self.headline
        yield self.own_lead
        yield self.place
        if self.told is not None:
            yield self.told.words
            yield self.told.best.words if self.told.best else ""


@dataclass(frozen=True)
class Bar:
    label: str
    value: Decimal
    written: str


@dataclass(frozen=True)
class FigureView:
    """`is_counted`: the machine counted the answers given; its rows are named by their week."""

    number: str
    counts: str
    bars: list[Bar]
    is_left_out: bool

    @property
    def is_counted(self) -> bool:
        return not self.counts


@dataclass(frozen=True)
class SectionView:
    name: str
    title: str
    entries: list[Entry]
    figure: FigureView | None = None


@dataclass(frozen=True)
class IssueView:
    """`number` of a draft is the one it will have. Guests see no `editors`.

    Without a `photo` the cover is drawn from its number.
    """

    pk: int
    group: Group
    number: int
    year: int | None
    week: int | None
    published_at: datetime | None
    headline: str
    own_headline: str
    lead: str
    cover: Entry | None
    photo: CoverPhoto | None
    sections: list[SectionView]
    is_automatic: bool
    editors: list[Actor]
    issn: str
    next_on: date | None
    previous: int | None
    next: int | None
    minutes: int
    member_count: int | None


def issue_view(
    viewer: Actor | None, group: Group, number: int, front: queries.Front | None = None
) -> IssueView:
    """Raises Issue.DoesNotExist for one that is not there and for one she may not read.

    `front`: when it is known already, so that nobody asks twice.
    """
    issue = queries.issue(viewer, group, number)
    return _view(viewer, group, issue, number, front or queries.front(viewer, group))


def draft_view(viewer: Actor, group: Group, issue: Issue) -> IssueView:
    """What it would be if it came out now."""
    front = queries.front(viewer, group)
    return _view(viewer, group, issue, queries.next_number(group), front)


def _view(
    viewer: Actor | None, group: Group, issue: Issue, number: int, front: queries.Front | None
) -> IssueView:
    entries = [one for one in _entries(viewer, group, issue) if not one.is_left_out]
    figure = _figure(issue)
    cover = next((one for one in entries if one.section == Section.COVER), None)
    previous, following = queries.neighbours(group, number)
    return IssueView(
        pk=issue.pk,
        group=group,
        number=number,
        year=issue.year,
        week=issue.week,
        published_at=issue.published_at,
        headline=issue.headline or (cover.headline if cover else ""),
        own_headline=issue.headline,
        lead=issue.lead or (cover.own_lead if cover else ""),
        cover=cover,
        photo=queries.photo_of(issue),
        sections=_sections(entries, None if figure and figure.is_left_out else figure),
        is_automatic=issue.published_at is not None and issue.published_by_id is None,
        editors=_editors(viewer, issue),
        issn=front.journal.issn if front else "",
        next_on=front.next_on if front else None,
        previous=previous,
        next=following,
        minutes=_minutes(issue, entries),
        member_count=None if viewer is None else member_count(viewer, group),
    )


def desk(viewer: Actor, group: Group, issue: Issue) -> list[SectionView]:
    """For its editors: each section, also an empty one, with what they left out at its end."""
    entries = sorted(_entries(viewer, group, issue), key=lambda one: one.is_left_out)
    figure = _figure(issue)
    return [
        SectionView(
            section.value,
            str(section.label),
            [one for one in entries if one.section == section],
            figure if section == Section.FIGURE else None,
        )
        for section in Section
    ]


@dataclass(frozen=True)
class Line:
    """An issue in a list."""

    issue: Issue
    headline: str
    photo: CoverPhoto | None


def lines(viewer: Actor | None, group: Group, issues: Sequence[Issue]) -> list[Line]:
    """With what stands on each cover, as she may see it now."""
    covers = list(
        IssueItem.objects.filter(issue__in=issues, section=Section.COVER, left_out_at=None)
    )
    told = sources.told(viewer, group, covers)
    titles = {}
    for item in covers:
        source = told.get((item.kind, sources.source_of(item) or 0))
        titles[item.issue_id] = item.headline or (source.title if source else "")
    return [
        Line(issue, issue.headline or titles.get(issue.pk, ""), queries.photo_of(issue))
        for issue in issues
    ]


def _entries(viewer: Actor | None, group: Group, issue: Issue) -> list[Entry]:
    items = list(issue.items.all())
    told = sources.told(viewer, group, items)
    faces = _newcomers(viewer, group, issue) if any(_is_faces(one) for one in items) else []
    return [
        Entry(
            pk=item.pk,
            kind=item.kind,
            section=item.section,
            own_headline=item.headline,
            own_lead=item.lead,
            told=told.get((item.kind, sources.source_of(item) or 0)),
            people=faces if _is_faces(item) else (),
            is_left_out=item.left_out_at is not None,
            day=item.day,
            place=item.place,
            address=item.address,
        )
        for item in items
        if faces or not _is_faces(item)
    ]


def _is_faces(item: IssueItem) -> bool:
    return item.kind == IssueItem.Kind.NEWCOMERS


def _newcomers(viewer: Actor | None, group: Group, issue: Issue) -> list[GroupMembership]:
    return newcomers(viewer, group, issue.covers_since, issue.published_at or now())


def _sections(entries: list[Entry], figure: FigureView | None) -> list[SectionView]:
    """All but the cover, without those that have nothing."""
    found = []
    for section in Section:
        own = [one for one in entries if one.section == section]
        counted = figure if section == Section.FIGURE else None
        if section != Section.COVER and (own or counted):
            found.append(SectionView(section.value, str(section.label), own, counted))
    return found


def _figure(issue: Issue) -> FigureView | None:
    found = Figure.objects.filter(issue=issue).prefetch_related("rows").first()
    if found is None:
        return None
    bars = [Bar(row.label, row.value, written(row.value)) for row in found.rows.all()]
    return FigureView(found.number, found.counts, bars, found.left_out_at is not None)


def written(value: Decimal) -> str:
    """Without zeros that say nothing, and with the comma of the language of the page."""
    plain = f"{value.normalize():f}"
    return plain.replace(".", ",") if (get_language() or "nl").startswith("nl") else plain


def _editors(viewer: Actor | None, issue: Issue) -> list[Actor]:
    if viewer is None:
        return []
    return [row.actor for row in _EDITORS(viewer=viewer.pk, issue=issue.pk)]


def _editor_rows(viewer: int, issue: int) -> QuerySet[IssueEditor]:
    rows = IssueEditor.objects.filter(issue=issue).exclude(is_apart(viewer, "actor"))
    return rows.select_related("actor").order_by("since", "pk")


_EDITORS = Frozen(_editor_rows)


def _minutes(issue: Issue, entries: list[Entry]) -> int:
    words = [issue.headline, issue.lead, *(text for one in entries for text in one.words())]
    return max(1, ceil(sum(len(text.split()) for text in words) / WORDS_A_MINUTE))
