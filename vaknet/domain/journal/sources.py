"""What an item points at, as the one who reads may see it now.

A new kind of source is a column in IssueItem and a reader here: of these ids, in this group, what
does each say to her? What she may not see is not in the answer. All of a kind cost one statement.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import Group
from vaknet.domain.journal.models import IssueItem, Section
from vaknet.domain.journal.openings import opening
from vaknet.domain.knowledge import conversations
from vaknet.domain.knowledge import queries as knowledge
from vaknet.domain.knowledge.articles import is_article
from vaknet.domain.knowledge.models import Answer, Article, Post, Question, Reply

LONGEST_WORDS = 280


@dataclass(frozen=True)
class Told:
    """`by` is None for who is not to be named to the one who reads. `words`: how it begins.

    It is read on the page of its `question`, or of its `post`. `guest_of`: the group that an
    article was written for, when that is another one.
    """

    title: str
    words: str
    by: Actor | None
    question: int | None = None
    answer: int | None = None
    post: int | None = None
    is_article: bool = False
    guest_of: Group | None = None
    answers: int = 0
    replies: int = 0
    thanks: int = 0
    best: "Told | None" = None

    @property
    def is_quoted(self) -> bool:
        """Its words are in the issue; of a question it is the best answer that is."""
        return self.question is None or self.answer is not None


type Reader = Callable[[Actor | None, Group, list[int]], dict[int, Told]]


def told(
    viewer: Actor | None, group: Group, items: Iterable[IssueItem]
) -> dict[tuple[str, int], Told]:
    """By kind and id."""
    wanted: dict[str, list[int]] = {kind: [] for kind in READERS}
    for item in items:
        if (pk := source_of(item)) is not None:
            wanted[item.kind].append(pk)
    return {
        (kind, pk): one
        for kind, ids in wanted.items()
        if ids
        for pk, one in READERS[kind](viewer, group, ids).items()
    }


def source_of(item: IssueItem) -> int | None:
    """None when it is gone, and for a kind that has none."""
    return getattr(item, f"{item.kind}_id") if item.kind in READERS else None


def home_of(item: IssueItem) -> Section:
    """Where a piece with a source goes when another one takes its place on the cover."""
    if item.kind == IssueItem.Kind.ANSWER or (item.post is not None and is_article(item.post)):
        return Section.PRACTICE
    return Section.TALK


def _questions(viewer: Actor | None, group: Group, ids: list[int]) -> dict[int, Told]:
    rows = _best_rows(viewer=viewer, group=group, ids=ids)
    best = {row.question_id: _answer(row) for row in rows}
    return {
        row.pk: Told(
            title=row.title,
            words="",
            by=row.author if row.is_named else None,  # type: ignore[attr-defined]
            question=row.pk,
            answers=row.answer_count,  # type: ignore[attr-defined]
            best=best.get(row.pk),
        )
        for row in _question_rows(viewer=viewer, group=group, ids=ids)
    }


@Frozen
def _question_rows(viewer: Actor | None, group: Group, ids: list[int]) -> QuerySet[Question]:
    return knowledge.questions(viewer, group=group).filter(pk__any_of=ids)


@Frozen
def _best_rows(viewer: Actor | None, group: Group, ids: list[int]) -> QuerySet[Answer]:
    return _visible(viewer, group).filter(best_for__question__any_of=ids)


def _answers(viewer: Actor | None, group: Group, ids: list[int]) -> dict[int, Told]:
    rows = _answer_rows(viewer=viewer, group=group, ids=ids)
    return {row.pk: _answer(row, thanks=row.thanks_count) for row in rows}  # type: ignore[attr-defined]


@Frozen
def _answer_rows(viewer: Actor | None, group: Group, ids: list[int]) -> QuerySet[Answer]:
    return _visible(viewer, group).filter(pk__any_of=ids).annotate(thanks_count=Count("thanks"))


def _visible(viewer: Actor | None, group: Group) -> QuerySet[Answer]:
    rows = knowledge.visible_answers(viewer).filter(question__group=group)
    return rows.select_related("author", "question").annotate(is_named=knowledge.is_named(viewer))


def _answer(row: Answer, *, thanks: int = 0) -> Told:
    return Told(
        title=row.question.title,
        words=opening(row.html, limit=LONGEST_WORDS),
        by=row.author if row.is_named else None,  # type: ignore[attr-defined]
        question=row.question_id,
        answer=row.pk,
        thanks=thanks,
    )


def _posts(viewer: Actor | None, group: Group, ids: list[int]) -> dict[int, Told]:
    """Of conversations their replies are counted; what an article says first is its lead."""
    return {row.pk: _post(row) for row in _post_rows(viewer=viewer, group=group, ids=ids)}


@Frozen
def _post_rows(viewer: Actor | None, group: Group, ids: list[int]) -> QuerySet[Post]:
    replies = Reply.objects.filter(post=OuterRef("pk"), withdrawn_at=None).order_by()
    count = replies.values("post").annotate(count=Count("pk")).values("count")
    rows = conversations.visible_posts(viewer).filter(pk__any_of=ids)
    rows = rows.select_related("author", "article__group__actor")
    return rows.annotate(
        is_named=knowledge.is_named(viewer),
        reply_count=Coalesce(Subquery(count), 0),
        is_here=conversations.stands_in(group),
    )


def _post(row: Post) -> Told:
    article: Article | None = getattr(row, "article", None)
    lead = article.lead if article is not None else ""
    is_here = row.is_here  # type: ignore[attr-defined]
    return Told(
        title=row.title,
        words=lead or opening(row.body_html, limit=LONGEST_WORDS),
        by=row.author if row.is_named else None,  # type: ignore[attr-defined]
        post=row.pk,
        is_article=article is not None,
        guest_of=None if is_here or article is None else article.group,
        replies=row.reply_count,  # type: ignore[attr-defined]
    )


READERS: dict[str, Reader] = {
    IssueItem.Kind.QUESTION: _questions,
    IssueItem.Kind.ANSWER: _answers,
    IssueItem.Kind.POST: _posts,
}
