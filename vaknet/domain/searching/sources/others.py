"""Issues, groups, organisations, and people by what they said they know."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from vaknet.domain.activity.models import PEOPLE_HERE, Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.admission import visible_groups
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import readable_groups
from vaknet.domain.journal.models import Figure, Issue, IssueItem
from vaknet.domain.people.apart import is_apart
from vaknet.domain.people.models import KnownTopic, Organisation
from vaknet.domain.people.told import known_among
from vaknet.domain.people.visibility import is_narrowed
from vaknet.domain.searching.models import Kind
from vaknet.domain.searching.sources.source import Draft, Shown, Source, streamed

CLOSED = Group.Readers.GROUP
# An organisation is of no day: newer things come first.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def issue_drafts(chosen: Q) -> Iterator[Draft]:
    rows = Issue.objects.filter(chosen, published_at__isnull=False).select_related("group")
    for row in streamed(_with_own_words(rows)):
        yield Draft(
            kind=Kind.ISSUE,
            source=row.pk,
            thread=row.pk,
            at=row.published_at,
            title=row.headline,
            text=_own_words(row),
            group=row.group_id,
            is_open=row.group.readers != CLOSED,
        )


def shown_issues(viewer: Actor | None, ids: list[int]) -> Iterable[Shown]:
    for row in _ISSUES(viewer=viewer, ids=ids):
        yield Shown(
            kind=Kind.ISSUE,
            source=row.pk,
            thing=row,
            at=row.published_at,
            title=row.headline,
            text=_own_words(row),
            group=row.group.actor,
        )


def _issues(viewer: Actor | None, ids: list[int]) -> QuerySet[Any]:
    rows = Issue.objects.filter(published_at__isnull=False, group__in=readable_groups(viewer))
    return _with_own_words(rows.filter(pk__any_of=ids).select_related("group__actor"))


def _with_own_words(rows: QuerySet[Issue]) -> QuerySet[Any]:
    """What the editors themselves say; the words of others are found where they were said."""
    items = IssueItem.objects.filter(issue=OuterRef("pk"), left_out_at=None).order_by("position")
    figures = Figure.objects.filter(issue=OuterRef("pk"), left_out_at=None)
    return rows.annotate(
        headlines=ArraySubquery(items.values("headline")),
        leads=ArraySubquery(items.values("lead")),
        counted=ArraySubquery(figures.values("counts")),
    )


def _own_words(row: Any) -> str:
    said = [row.lead, *row.headlines, *row.leads, *row.counted]
    return "\n".join(filter(None, said))


def group_drafts(chosen: Q) -> Iterator[Draft]:
    """One of which only some may know is found by who reads there."""
    for row in streamed(Group.objects.filter(chosen).select_related("actor")):
        is_hidden = row.admission == Group.Admission.HIDDEN
        is_public = row.readers == Group.Readers.PUBLIC
        yield Draft(
            kind=Kind.GROUP,
            source=row.pk,
            thread=row.pk,
            at=row.actor.created_at,
            title=row.actor.name,
            text=row.purpose,
            group=row.pk if is_hidden or is_public else None,
            is_open=not is_hidden,
        )


def shown_groups(viewer: Actor | None, ids: list[int]) -> Iterable[Shown]:
    for row in _GROUPS(viewer=viewer, ids=ids):
        yield Shown(
            kind=Kind.GROUP,
            source=row.pk,
            thing=row,
            at=row.actor.created_at,
            title=row.actor.name,
            text=row.purpose,
        )


def _groups(viewer: Actor | None, ids: list[int]) -> QuerySet[Group]:
    rows = visible_groups(viewer) if viewer else readable_groups(None)
    return rows.filter(pk__any_of=ids).select_related("actor")


def organisation_drafts(chosen: Q) -> Iterator[Draft]:
    """Who is kept from knowing of one does not find it, however it is asked for."""
    for row in streamed(Organisation.objects.filter(chosen)):
        yield Draft(
            kind=Kind.ORGANISATION,
            source=row.pk,
            thread=row.pk,
            at=EPOCH,
            title=row.name,
            is_open=bool(row.uri),
        )


def shown_organisations(viewer: Actor | None, ids: list[int]) -> Iterable[Shown]:
    if viewer is None:
        return
    for row in known_among(viewer, Organisation.objects.filter(pk__any_of=ids)):
        yield Shown(Kind.ORGANISATION, row.pk, row, EPOCH, row.name)


def person_drafts(chosen: Q) -> Iterator[Draft]:
    """By what she tells all members that she knows. By name she is in the directory."""
    rows = _with_knowledge(Actor.objects.filter(PEOPLE_HERE).filter(chosen)).exclude(known=[])
    for row in streamed(rows):
        yield Draft(
            kind=Kind.PERSON,
            source=row.pk,
            thread=row.pk,
            at=row.created_at,
            title="",
            text="\n".join(row.known),
            author=row.pk,
        )


def shown_people(viewer: Actor | None, ids: list[int]) -> Iterable[Shown]:
    if viewer is None:
        return
    for row in _PEOPLE(viewer=viewer.pk, ids=ids):
        text = " · ".join(row.known)
        yield Shown(Kind.PERSON, row.pk, row, row.created_at, row.name, text, author=row)


def _with_knowledge(rows: QuerySet[Actor]) -> QuerySet[Any]:
    told = KnownTopic.objects.filter(actor=OuterRef("pk")).exclude(is_narrowed("knows"))
    return rows.annotate(known=ArraySubquery(told.order_by("pk").values("text")))


def _people(viewer: int, ids: list[int]) -> QuerySet[Any]:
    rows = Actor.objects.filter(PEOPLE_HERE, pk__any_of=ids).exclude(is_apart(viewer))
    return _with_knowledge(rows)


_ISSUES = Frozen(_issues)
_GROUPS = Frozen(_groups)
_PEOPLE = Frozen(_people)

ISSUES = Source((Kind.ISSUE,), issue_drafts, shown_issues)
GROUPS = Source((Kind.GROUP,), group_drafts, shown_groups)
ORGANISATIONS = Source((Kind.ORGANISATION,), organisation_drafts, shown_organisations)
PEOPLE = Source((Kind.PERSON,), person_drafts, shown_people)
