"""What editors may add to an issue by hand: what stands in their group, and articles of others.

A guest article is one that everybody who reads this journal may read where it stands. Where it
stands may change afterwards: then the issue shows it to whom it is still shown, like anything else.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import sources
from vaknet.domain.journal.models import Issue, IssueItem
from vaknet.domain.journal.sources import Told
from vaknet.domain.knowledge import queries as knowledge
from vaknet.domain.knowledge.conversations import standing, stands_in, visible_posts
from vaknet.domain.knowledge.models import Post, Question

MOST_OF_A_KIND = 8
OPEN = {Group.Readers.PUBLIC, Group.Readers.MEMBERS}
Kind = IssueItem.Kind


@dataclass(frozen=True)
class Candidate:
    kind: IssueItem.Kind
    pk: int
    told: Told


@dataclass(frozen=True)
class Candidates:
    """The newest first, of each kind a few."""

    articles: list[Candidate]
    conversations: list[Candidate]
    questions: list[Candidate]
    guests: list[Candidate]

    def __bool__(self) -> bool:
        return bool(self.articles or self.conversations or self.questions or self.guests)


def candidates(editor: Actor, issue: Issue, text: str) -> Candidates:
    """Those with all these words in their title, that are not in the issue."""
    posts = _posts(editor, issue.group)
    return Candidates(
        articles=_few(editor, issue, posts.exclude(article=None), text),
        conversations=_few(editor, issue, posts.filter(article=None), text),
        questions=_few(editor, issue, knowledge.questions(editor, group=issue.group), text),
        guests=_few(editor, issue, _guests(editor, issue.group), text),
    )


def may_be_added(editor: Actor, group: Group, kind: str, pk: int) -> bool:
    if kind == Kind.QUESTION:
        return knowledge.questions(editor, group=group).filter(pk=pk).exists()
    if kind != Kind.POST:
        return False
    return any(
        rows.filter(pk=pk).exists() for rows in (_posts(editor, group), _guests(editor, group))
    )


def _posts(editor: Actor, group: Group) -> QuerySet[Post]:
    return visible_posts(editor).filter(stands_in(group))


def _guests(editor: Actor, group: Group) -> QuerySet[Post]:
    """Published elsewhere, for at least everybody who reads this group."""
    wide_enough = {Group.Readers.PUBLIC} if group.readers == Group.Readers.PUBLIC else OPEN
    there = standing().filter(group__readers__in=wide_enough, post=OuterRef("pk"))
    rows = visible_posts(editor).filter(article__published_at__isnull=False)
    return rows.filter(Exists(there), ~stands_in(group))


def _few(
    editor: Actor, issue: Issue, rows: QuerySet[Post] | QuerySet[Question], text: str
) -> list[Candidate]:
    kind = Kind.QUESTION if rows.model is Question else Kind.POST
    held = issue.items.filter(kind=kind, left_out_at=None).values(f"{kind.value}_id")
    words = Q()
    for word in text.split():
        words &= Q(title__icontains=word)
    found = rows.filter(words).exclude(pk__in=held.exclude(**{kind.value: None}))
    ids = list(found.order_by("-pk").values_list("pk", flat=True)[:MOST_OF_A_KIND])
    told = sources.READERS[kind](editor, issue.group, ids)
    return [Candidate(kind, pk, told[pk]) for pk in ids if pk in told]
