"""What each thing says of somebody, as words: the same code for one thing and for all of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from itertools import chain
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When

from vaknet.domain.knowledge.articles import standing_authors
from vaknet.domain.knowledge.models import (
    Answer,
    Article,
    ArticleAuthor,
    Post,
    PostPlacement,
    Question,
)
from vaknet.domain.people.models import KnownTopic, Profile, Role
from vaknet.domain.people.visibility import is_narrowed
from vaknet.engine.ranking import Kind
from vaknet.engine.text import plain_words, topic

# What a long text is about is said in its beginning too.
MOST_WORDS = 300
LONGEST_TEXT = 1_200
MOST_TOLD = 20
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage as it should be now. Without text: its source is gone."""

    actor: int
    kind: Kind
    source_type: int
    source_id: int
    group: int | None
    words: str
    text: str
    topics: str
    at: datetime


def of_everything() -> Iterator[Draft]:
    everything = Q()
    return chain(
        of_person_where(everything),
        of_questions(everything),
        of_answers(everything),
        of_articles(everything),
    )


def of_person(actor_id: int) -> Iterator[Draft]:
    return of_person_where(Q(actor=actor_id))


def of_person_where(chosen: Q) -> Iterator[Draft]:
    """What people tell all members about themselves: profile, roles, what they know."""
    return chain(_profiles(chosen), _roles(chosen), _known_topics(chosen))


def own_types() -> list[int]:
    """The kinds of things that `of_person` reads."""
    return [type_of(model) for model in (Profile, Role, KnownTopic)]


def type_of(model: type[models.Model]) -> int:
    return ContentType.objects.get_for_model(model).pk


def _profiles(chosen: Q) -> Iterator[Draft]:
    rows = Profile.objects.filter(chosen).values_list(
        "actor_id",
        _shown("promise", "promise"),
        _shown("profession", "profession"),
        _shown("profession", "occupation__label_nl"),
        _shown("profession", "occupation__label_en"),
        _shown("place", "place__name"),
        _told(_shown_roles(Q(actor=OuterRef("actor"))), "title"),
        _told(_shown_topics(Q(actor=OuterRef("actor"))), "text"),
        "actor__created_at",
    )
    draft = partial(drafted, kind=Kind.PROFILE, source_type=type_of(Profile))
    for actor, *texts, place, roles, topics, created in streamed(rows):
        whole = [*texts, *roles, *topics]
        own = [*texts, place]
        yield draft(actor=actor, source_id=actor, texts=own, whole=whole, at=created)


def _told(rows: models.QuerySet[Any], column: str) -> ArraySubquery:
    return ArraySubquery(rows.order_by("-pk").values(column)[:MOST_TOLD])


def _shown(part: str, column: str) -> Case:
    """Empty when that part of the profile is not for all members."""
    return Case(When(is_narrowed(part), then=Value("")), default=F(column))


def _roles(chosen: Q) -> Iterator[Draft]:
    rows = _shown_roles(chosen).values_list(
        "pk", "actor_id", "title", "organisation__name", "since", "until", "actor__created_at"
    )
    draft = partial(drafted, kind=Kind.ROLE, source_type=type_of(Role))
    for pk, actor, title, organisation, since, until, created in streamed(rows):
        at = _midnight(until or since) or created
        yield draft(actor=actor, source_id=pk, texts=[title, organisation], at=at)


def _shown_roles(chosen: Q) -> models.QuerySet[Role]:
    return Role.objects.filter(chosen).exclude(is_narrowed(OuterRef("kind")))


def _shown_topics(chosen: Q) -> models.QuerySet[KnownTopic]:
    return KnownTopic.objects.filter(chosen).exclude(is_narrowed("knows"))


def _known_topics(chosen: Q) -> Iterator[Draft]:
    rows = _shown_topics(chosen).values_list("pk", "actor_id", "text", "since")
    draft = partial(drafted, kind=Kind.KNOWS, source_type=type_of(KnownTopic))
    for pk, actor, text, since in streamed(rows):
        yield draft(actor=actor, source_id=pk, texts=[text], at=since)


def of_questions(chosen: Q) -> Iterator[Draft]:
    rows = (
        Question.objects.filter(chosen)
        .annotate(names=topic_names("pk"))
        .values_list(
            "pk", "author_id", "group_id", "title", "body", "names", "asked_at", "withdrawn_at"
        )
    )
    draft = partial(drafted, kind=Kind.QUESTION, source_type=type_of(Question))
    for pk, author, group, title, body, names, at, withdrawn in streamed(rows):
        yield draft(
            actor=author,
            source_id=pk,
            group=group,
            texts=[] if withdrawn else [title, *names, body],
            topics=[] if withdrawn else names,
            at=at,
        )


def of_answers(chosen: Q) -> Iterator[Draft]:
    """Answers carry the title of their question: "yes, at the archive" says nothing by itself.

    Who answers herself proves nothing: nobody asked her, and she may have brought both along.
    """
    rows = (
        Answer.objects.filter(chosen)
        .exclude(author=F("question__author"))
        .annotate(names=topic_names("question_id"))
        .values_list(
            "pk",
            "author_id",
            "question__group_id",
            "question__title",
            "text",
            "names",
            "answered_at",
            "withdrawn_at",
            "question__withdrawn_at",
            "best_for__pk",
        )
    )
    draft = partial(drafted, source_type=type_of(Answer))
    for pk, author, group, title, text, names, at, withdrawn, closed, best in streamed(rows):
        gone = withdrawn or closed
        yield draft(
            actor=author,
            kind=Kind.BEST_ANSWER if best else Kind.ANSWER,
            source_id=pk,
            group=group,
            texts=[] if gone else [title, *names, text],
            topics=[] if gone else names,
            at=at,
        )


def of_articles(chosen: Q) -> Iterator[Draft]:
    """One for each of those whose names stand above it: it says of all of them what they know.

    `chosen` are posts. What is not published, or stands in no group any more, says nothing.
    """
    wrote = told_articles().filter(post__in=Post.objects.filter(chosen))
    joined = standing_authors().filter(article__in=wrote)
    yield from _articles(wrote, Article, author="post__author", article="")
    yield from _articles(joined, ArticleAuthor, author="actor", article="article__")


def told_articles() -> models.QuerySet[Article]:
    """Those that are out, of authors who are here."""
    rows = Article.objects.filter(published_at__isnull=False, post__withdrawn_at=None)
    stands = PostPlacement.objects.filter(post=OuterRef("post"), until=None)
    return rows.filter(Exists(stands)).exclude(post__author__name="")


def _articles(
    rows: models.QuerySet[Any], source: type[models.Model], *, author: str, article: str
) -> Iterator[Draft]:
    """`article` leads from a row to the article."""
    post = f"{article}post"
    placed = PostPlacement.objects.filter(post=OuterRef(post), until=None)
    # Where it was written for, or else wherever it stands: then all members may read it there.
    placed = placed.alias(
        is_its_own=Case(When(group=OuterRef(f"{article}group"), then=True), default=False)
    ).order_by("-is_its_own", "pk")
    found = rows.annotate(
        names=topic_names(post, Post), stands_in=Subquery(placed.values("group")[:1])
    ).values_list(
        "pk",
        author,
        "stands_in",
        f"{post}__title",
        f"{article}lead",
        f"{post}__body",
        "names",
        f"{article}published_at",
    )
    draft = partial(drafted, kind=Kind.ARTICLE, source_type=type_of(source))
    for pk, actor, group, title, lead, body, names, at in streamed(found):
        texts = [title, *names, lead, body]
        yield draft(actor=actor, source_id=pk, group=group, texts=texts, topics=names, at=at)


def topic_names(of: str, model: type[Question | Post] = Question) -> ArraySubquery:
    """`of` is the column with the number of the question, or the post."""
    through = model.topics.through
    links = through.objects.filter(**{f"{model.__name__.lower()}_id": OuterRef(of)})
    return ArraySubquery(links.order_by("topic__name").values("topic__name"))


def streamed(rows: models.QuerySet[Any, Any]) -> Iterator[Any]:
    return rows.order_by("pk").iterator(chunk_size=CHUNK)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None


def drafted(
    *,
    actor: int,
    kind: Kind,
    source_type: int,
    source_id: int,
    texts: Sequence[str | None],
    at: datetime,
    group: int | None = None,
    topics: Iterable[str] = (),
    whole: Iterable[str | None] | None = None,
) -> Draft:
    """`whole` is what its meaning is read from, when that is more than its own texts."""
    words = words_of(texts)
    text = _written(whole) if whole is not None else _written(texts) if words else ""
    names = " ".join(map(topic, topics))
    return Draft(actor, kind, source_type, source_id, group, words, text, names, at)


def _written(texts: Iterable[str | None]) -> str:
    return "\n".join(filter(None, texts))[:LONGEST_TEXT]


def words_of(texts: Iterable[str | None]) -> str:
    return " ".join(plain_words("\n".join(filter(None, texts)), limit=MOST_WORDS))
