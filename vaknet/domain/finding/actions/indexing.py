"""Keeping passages as their sources are. Derived rows: no activity is recorded here."""

from collections.abc import Iterable
from itertools import batched, chain

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import Event
from vaknet.domain.finding import passages, spoken
from vaknet.domain.finding.models import Passage
from vaknet.domain.finding.passages import Draft
from vaknet.domain.knowledge.articles import standing_authors
from vaknet.domain.knowledge.models import (
    Answer,
    Article,
    ArticleAuthor,
    BestAnswer,
    Post,
    Question,
)
from vaknet.domain.people.models import KnownTopic, Profile, Role
from vaknet.domain.programme.models import Session, Speaker
from vaknet.engine.ranking import Kind

CHANGING = ["actor", "kind", "group", "words", "text", "topics", "at", "transaction"]
BATCH = 5_000
# One number for one lock of the database: many index one thing, one indexes all.
LOCK = 7_302_611


@transaction.atomic
def index(thing: models.Model) -> list[int]:
    """Make the passages of something as they should be now, whatever happened to it.

    Of a person, or anything on her profile: all that she tells about herself, so that what she
    removed goes too. Of a question: it and its answers. Of an answer: that one, however many
    others there are. Of a post: when it is an article, what it says of all who wrote it. Of an
    event, a session or who speaks in it: what was held says of all who gave it. Writes only what
    differs, and gives back the numbers of those passages.
    """
    match thing:
        case Actor():
            written = _index_person(thing.pk)
        case Profile() | Role() | KnownTopic():
            written = _index_person(thing.actor_id)
        case Question():
            written = _index_question(thing.pk)
        case BestAnswer():
            written = _index_question(thing.question_id)
        case Answer():
            written = _index_answer(thing)
        case Post():
            written = _index_article(thing.pk)
        case ArticleAuthor():
            written = _index_article(thing.article_id)
        case Speaker() | Session() | Event():
            written = _index_sessions(_speakers_of(thing))
        case _:
            written = []
    return written


@transaction.atomic
def erase_passages(*, actor: Actor, former: Actor) -> None:
    """Of what stays of her, the former member is the author; the rest is gone.

    The index files hold no words: what they still point at is not there any more.
    """
    number = _lock_and_number()
    questions = Question.objects.filter(author=former).values("pk")
    answers = Answer.objects.filter(author=former).values("pk")
    of_questions = Q(source_type=passages.type_of(Question), source_id__in=questions)
    of_answers = Q(source_type=passages.type_of(Answer), source_id__in=answers)
    hers = Passage.objects.filter(actor=actor)
    hers.exclude(of_questions | of_answers).delete()
    hers.update(actor=former, transaction=number)
    _mend_articles(number)


@transaction.atomic
def take_over_passages(*, kept: Actor, merged: Actor) -> None:
    """Two accounts of one person become one. The rooms below went first."""
    number = _lock_and_number()
    Passage.objects.filter(actor=merged).update(actor=kept, transaction=number)
    _mend_articles(number)
    _mend_sessions(number)
    _index_person(kept.pk)


@transaction.atomic
def write_all_passages() -> int:
    """Make every passage as it should be; gives back how many there are.

    Rows keep their numbers, so that index files made before stay of use meanwhile.
    """
    number = _lock_and_number(everything=True)
    written = 0
    everything = chain(passages.of_everything(), spoken.of_sessions(Q()))
    for drafts in batched((draft for draft in everything if draft.text), BATCH):
        _write(drafts, number)
        written += len(drafts)
    Passage.objects.exclude(transaction=number).delete()
    return written


def _index_person(actor: int) -> list[int]:
    number = _lock_and_number()
    # Locked: two workers that read her profile at the same moment must not write it crosswise.
    Actor.objects.select_for_update(no_key=True).get(pk=actor)
    before = Passage.objects.filter(actor=actor, source_type__in=passages.own_types())
    return _replace(before, passages.of_person(actor), number)


def _index_question(pk: int) -> list[int]:
    number = _lock_and_number()
    Question.objects.select_for_update(no_key=True).get(pk=pk)
    answers = Answer.objects.filter(question=pk).values("pk")
    of_question = Q(source_type=passages.type_of(Question), source_id=pk)
    of_answers = Q(source_type=passages.type_of(Answer), source_id__in=answers)
    before = Passage.objects.filter(of_question | of_answers)
    after = chain(passages.of_questions(Q(pk=pk)), passages.of_answers(Q(question=pk)))
    return _replace(before, after, number)


def _index_answer(answer: Answer) -> list[int]:
    number = _lock_and_number()
    Question.objects.select_for_update(no_key=True).get(pk=answer.question_id)
    before = Passage.objects.filter(source_type=passages.type_of(Answer), source_id=answer.pk)
    return _replace(before, passages.of_answers(Q(pk=answer.pk)), number)


def _index_article(pk: int) -> list[int]:
    number = _lock_and_number()
    Post.objects.select_for_update(no_key=True).get(pk=pk)
    wrote = Q(source_type=passages.type_of(Article), source_id=pk)
    joined = ArticleAuthor.objects.filter(article=pk).values("pk")
    theirs = Q(source_type=passages.type_of(ArticleAuthor), source_id__in=joined)
    before = Passage.objects.filter(wrote | theirs)
    return _replace(before, passages.of_articles(Q(pk=pk)), number)


def _mend_articles(number: int) -> None:
    """When somebody goes, an article may be another's, and who joined her its first author: the row
    by which she had joined is gone."""
    joined = standing_authors().filter(pk=OuterRef("source_id"))
    theirs = Passage.objects.filter(source_type=passages.type_of(ArticleAuthor))
    _empty(theirs.exclude(Exists(joined)), number)
    source = passages.type_of(Article)
    known = Passage.objects.filter(
        source_type=source, source_id=OuterRef("pk"), actor=OuterRef("post__author")
    )
    for pk in passages.told_articles().exclude(Exists(known)).values_list("pk", flat=True):
        _index_article(pk)


def _speakers_of(thing: Speaker | Session | Event) -> Q:
    match thing:
        case Speaker():
            return Q(session=thing.session_id)
        case Session():
            return Q(session=thing.pk)
    return Q(event=thing.pk)


def _index_sessions(chosen: Q) -> list[int]:
    """`chosen` are speakers."""
    number = _lock_and_number()
    rows = Speaker.objects.filter(chosen)
    # Locked in one order: who writes the same at this moment waits.
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    source = passages.type_of(Speaker)
    before = Passage.objects.filter(source_type=source, source_id__in=rows.values("pk"))
    return _replace(before, spoken.of_sessions(chosen), number)


def _mend_sessions(number: int) -> None:
    """Who spoke in a session by both accounts did so once."""
    standing = spoken.told_speakers(now()).filter(pk=OuterRef("source_id"))
    given = Passage.objects.filter(source_type=passages.type_of(Speaker))
    _empty(given.exclude(Exists(standing)), number)


def _empty(rows: models.QuerySet[Passage], number: int) -> None:
    """The news that their sources are gone."""
    told = rows.exclude(text="")
    told.update(words="", text="", topics="", transaction=number)


def _replace(before: models.QuerySet[Passage], after: Iterable[Draft], number: int) -> list[int]:
    """Write what differs, and tell of what is gone by emptying it."""
    known = {(row.source_type_id, row.source_id): row for row in before}
    changed = []
    for draft in after:
        row = known.pop((draft.source_type, draft.source_id), None)
        if row is None:
            changed += [draft] if draft.text else []
        elif _draft(row) != draft:
            changed.append(draft)
    written = _write(changed, number)
    _empty(Passage.objects.filter(pk__in=[row.pk for row in known.values()]), number)
    return written


def _draft(row: Passage) -> Draft:
    return Draft(
        row.actor_id,
        Kind(row.kind),
        row.source_type_id,
        row.source_id,
        row.group_id,
        row.words,
        row.text,
        row.topics,
        row.at,
    )


def _write(drafts: Iterable[Draft], number: int) -> list[int]:
    rows = [
        Passage(
            actor_id=draft.actor,
            kind=draft.kind,
            source_type_id=draft.source_type,
            source_id=draft.source_id,
            group_id=draft.group,
            words=draft.words,
            text=draft.text,
            topics=draft.topics,
            at=draft.at,
            transaction=number,
        )
        for draft in drafts
    ]
    Passage.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["source_type", "source_id"],
        update_fields=CHANGING,
    )
    return [row.pk for row in rows]


def _lock_and_number(*, everything: bool = False) -> int:
    """The number of this transaction, once nobody else is at work on all passages."""
    lock = "pg_advisory_xact_lock" if everything else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"select {lock}(%s), pg_current_xact_id()::text::bigint", [LOCK])
        number: int = cursor.fetchone()[1]
    return number
