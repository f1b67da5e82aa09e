"""From passages back to what people wrote: PostgreSQL has the last word on what is there.

The index may be a moment behind. What was taken back, moved out of sight, or no longer says
anything of the question proves nothing, however high it scored.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import now

from vaknet.domain.connections.queries import number_confirming
from vaknet.domain.finding import passages
from vaknet.domain.finding.analysis import analyser
from vaknet.domain.finding.models import Passage
from vaknet.domain.finding.queries.understanding import Reader
from vaknet.domain.finding.spoken import in_its_group, read_speakers
from vaknet.domain.frozen import Frozen
from vaknet.domain.knowledge.articles import standing_authors
from vaknet.domain.knowledge.models import Answer, Article, ArticleAuthor, Post, PostPlacement
from vaknet.domain.people.models import KnownTopic, Profile, Role
from vaknet.domain.people.visibility import is_narrowed, narrowed_parts
from vaknet.domain.programme.models import Speaker
from vaknet.engine.ranking import Candidate, Evidence
from vaknet.engine.text import spells

# From here on two texts may be about the same, also when they share no word: of pairs that have
# nothing to do with each other one in ten is as much alike, of those that do three in four
# (docs/finder.md).
ALIKE = 0.18

Source = Role | KnownTopic | Profile | Answer | Article | ArticleAuthor | Speaker
WRITTEN = (Answer, Article, ArticleAuthor)


def proofs(
    reader: Reader, candidates: Sequence[Candidate], asked: Sequence[str]
) -> dict[int, list[Source]]:
    """For each person what holds, best first. Eight statements, however many people."""
    known = read_again(reader, [one.passage for who in candidates for one in who.evidence])
    found: dict[int, list[Source]] = {}
    for candidate in candidates:
        found[candidate.person] = []
        for one in candidate.evidence:
            source, words = known.get(one.passage, (None, ""))
            if source is None or author_of(source) != candidate.person:
                continue
            if _still_says(source, one, words, asked):
                found[candidate.person].append(source)
    return found


def read_again(reader: Reader, passages: Iterable[int]) -> dict[int, tuple[Source, str]]:
    """For each passage what it was made of, as that is now for this reader, and the words that the
    index knows it by. What is gone, or not hers to read, is left out."""
    places = _PLACES(passages=[*passages], groups=[*reader.groups])
    known = {pk: ((kind, number), words) for pk, kind, number, words in places}
    sources = _sources(reader, [source for source, _ in known.values()])
    return {pk: (sources[key], words) for pk, (key, words) in known.items() if key in sources}


def confirmed(found: Iterable[Source]) -> int:
    """How many saw that she knows what she says: of the claim that most of them saw."""
    return max((how_many_confirm(one) for one in found if isinstance(one, KnownTopic)), default=0)


def how_many_confirm(topic: KnownTopic) -> int:
    number: int = topic.confirmed  # type: ignore[attr-defined]
    return number


def _still_says(source: Source, evidence: Evidence, indexed: str, asked: Sequence[str]) -> bool:
    """Whether the source as it is now has a word of the question, or means the same.

    The index saw so, if nothing was written since; otherwise we read again, and words only: what
    an encoder read in another text proves nothing.
    """
    text = "\n".join(_texts(source))
    if is_as_indexed(source, indexed):
        return evidence.has_word or evidence.likeness >= ALIKE or spells(text, asked)
    return analyser().shares(text, asked)


def is_as_indexed(source: Source, indexed: str) -> bool:
    """Whether it says what the index read in it."""
    return passages.words_of(_texts(source)) == indexed


def _sources(reader: Reader, keys: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], Source]:
    wanted = defaultdict(list)
    for kind, number in keys:
        wanted[kind].append(number)
    as_read: dict[type[models.Model], dict[str, Any]] = {
        model: {"groups": [*reader.groups]} for model in WRITTEN
    } | {
        KnownTopic: {"viewer": reader.viewer.pk},
        Speaker: {"viewer": reader.viewer.pk, "at": now()},
    }
    found: dict[tuple[int, int], Source] = {}
    for model, sources in SOURCES.items():
        number = passages.type_of(model)
        for source in (
            sources(ids=wanted[number], **as_read.get(model, {})) if wanted[number] else ()
        ):
            found[number, source.pk] = _as_shown(source) if model is Profile else source
    return found


def _as_shown(profile: Profile) -> Profile:
    """Without the parts that are not for all members: those prove nothing."""
    hides: list[str] = profile.hides  # type: ignore[attr-defined]
    if "promise" in hides:
        profile.promise = ""
    if "profession" in hides:
        profile.profession, profile.occupation = "", None
    if "place" in hides:
        profile.place = None
    return profile


def _places(passages: list[int], groups: list[int]) -> QuerySet[Passage, tuple[Any, ...]]:
    readable = Q(group=None) | Q(kept_in__any_of=groups)
    rows = Passage.objects.alias(kept_in=in_its_group()).filter(readable, pk__any_of=passages)
    return rows.values_list("pk", "source_type", "source_id", "words")


def _roles(ids: list[int]) -> QuerySet[Role]:
    rows = Role.objects.filter(pk__any_of=ids).exclude(is_narrowed(OuterRef("kind")))
    return rows.select_related("organisation")


def _topics(ids: list[int], viewer: int) -> QuerySet[KnownTopic]:
    rows = KnownTopic.objects.filter(pk__any_of=ids).exclude(is_narrowed("knows"))
    return rows.annotate(confirmed=number_confirming(viewer))


def _profiles(ids: list[int]) -> QuerySet[Profile]:
    rows = Profile.objects.filter(pk__any_of=ids).select_related("occupation", "place")
    return rows.annotate(hides=narrowed_parts())


def _answers(ids: list[int], groups: list[int]) -> QuerySet[Answer]:
    rows = Answer.objects.filter(
        pk__any_of=ids,
        withdrawn_at=None,
        question__withdrawn_at=None,
        question__group__any_of=groups,
    ).annotate(topic_names=passages.topic_names("question_id"))
    return rows.select_related("question", "best_for")


def _articles(ids: list[int], groups: list[int]) -> QuerySet[Article]:
    rows = Article.objects.filter(pk__any_of=ids).filter(_is_read("post", groups))
    rows = rows.annotate(topic_names=passages.topic_names("post", Post))
    return rows.select_related("post")


def _coauthors(ids: list[int], groups: list[int]) -> QuerySet[ArticleAuthor]:
    rows = standing_authors().filter(pk__any_of=ids).filter(_is_read("article__post", groups))
    rows = rows.annotate(topic_names=passages.topic_names("article__post", Post))
    return rows.select_related("article__post")


def _is_read(post: str, groups: list[int]) -> Q:
    """Published, and standing where she may read."""
    placed = PostPlacement.objects.filter(post=OuterRef(post), until=None, group__any_of=groups)
    article = post.removesuffix("post")
    told = {f"{article}published_at__isnull": False, f"{post}__withdrawn_at": None}
    return Q(Exists(placed), **told)


_PLACES = Frozen(_places)
SOURCES: Mapping[type[Source], Frozen[Any]] = {
    Role: Frozen(_roles),
    KnownTopic: Frozen(_topics),
    Profile: Frozen(_profiles),
    Answer: Frozen(_answers),
    Article: Frozen(_articles),
    ArticleAuthor: Frozen(_coauthors),
    Speaker: Frozen(read_speakers),
}


def author_of(source: Source) -> int:
    match source:
        case Answer():
            return source.author_id
        case Article():
            return source.post.author_id
        case Speaker():
            return source.actor_id or 0
    return source.actor_id


def article_of(source: Article | ArticleAuthor) -> Article:
    return source if isinstance(source, Article) else source.article


def _texts(source: Source) -> list[str]:
    """What it says, in the order in which it was indexed."""
    match source:
        case Answer():
            names: list[str] = source.topic_names  # type: ignore[attr-defined]
            return [source.question.title, *names, source.text]
        case Article() | ArticleAuthor():
            article = article_of(source)
            names = source.topic_names  # type: ignore[union-attr]
            return [article.post.title, *names, article.lead, article.post.body]
        case Role():
            return [source.title, source.organisation.name if source.organisation else ""]
        case KnownTopic():
            return [source.text]
        case Speaker():
            return [source.session.title, source.session.abstract]
    occupation, place = source.occupation, source.place
    labels = [occupation.label_nl, occupation.label_en] if occupation else []
    return [source.promise, source.profession, *labels, place.name if place else ""]
