"""A member thanks for what she reads of other networks, answers it, and changes what she answered;
and takes it back."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation import queries
from vaknet.domain.federation.actions.delivery import check_sent, deliver_each
from vaknet.domain.federation.actions.partings import PARTED, STEPPED_BACK
from vaknet.domain.federation.actions.taking_back import (
    give_up_told,
    give_up_words,
    tell_instead,
)
from vaknet.domain.federation.actions.taking_part import read_by, tell_author
from vaknet.domain.federation.models import (
    AnswerElsewhere,
    Parcel,
    RemotePost,
    ThanksElsewhere,
)
from vaknet.domain.federation.rules import chance, id_of, id_of_words, mark_of
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub.own_answers import answered, changed, like, took_back
from vaknet.engine.activitypub.own_follows import undo
from vaknet.engine.activitypub.own_posts import Told

LONGEST_ANSWER = 5_000  # signs
CHANGED = "vaknet.federation.changed-answer"


@transaction.atomic
def thank_elsewhere(by: Actor, *, post: RemotePost) -> ThanksElsewhere:
    """Only its author is told. Twice is once. Raises as `read_by` and `tell_author` do."""
    held = read_by(by, post)
    found = queries.thanks_for_post(by, held)
    if found is not None:
        return found
    row = ThanksElsewhere.objects.create(
        person=by,
        address=by.federated_id,
        author=held.author,
        uri=held.uri,
        page=held.page,
        token=chance(),
    )
    tell_author(by, held.author, _like(row))
    record(by, "thanked_elsewhere", row, audience=Audience.SELF)
    return row


@transaction.atomic
def take_back_thanks_elsewhere(by: Actor, *, pk: int) -> None:
    """Twice is once, and of others there is none. Raises Refused where it cannot be told now: they
    stand until it can."""
    one_at_a_time(by)
    row = queries.thanks_of(by).filter(pk=pk).first()
    if row is not None:
        check_sent(_unlike(by, [row], now()))
        record(by, "took_back_thanks_elsewhere", row, audience=Audience.SELF)


@transaction.atomic
def answer_elsewhere(by: Actor, *, post: RemotePost, text: str) -> AnswerElsewhere:
    """For everybody where the post is; else for its author alone. The same words twice are once.

    Raises as `read_by` and `tell_author` do, and Refused for no words or too many.
    """
    held, words = read_by(by, post), text.strip()
    _check(words)
    found = queries.answers_to(by, held).filter(text=words).first()
    if found is not None:
        return found
    row = AnswerElsewhere.objects.create(
        person=by,
        address=by.federated_id,
        author=held.author,
        uri=held.uri,
        page=held.page,
        context=held.context,
        is_public=held.is_public,
        text=words,
        token=chance(),
    )
    row.refresh_from_db(fields=["since"])
    tell_author(by, held.author, answered(queries.as_told(row)))
    record(by, "answered_elsewhere", row, audience=Audience.SELF)
    return row


@transaction.atomic
def change_answer_elsewhere(by: Actor, *, pk: int, text: str) -> AnswerElsewhere:
    """Whoever got her words is told the new ones. The same words do nothing. What waits is not sent
    in words that are hers no more.

    Raises as `answer_to_change` and `tell_author` do, and Refused for no words or too many.
    """
    one_at_a_time(by)
    row, words = queries.answer_to_change(by, pk), text.strip()
    _check(words)
    if words == row.text:
        return row
    waits = Parcel.objects.filter(sender=by, about=id_of_words(row.token))
    at, before = _later(row), str(_changed(row)["id"])
    row.text, row.changed_at = words, at
    row.save(update_fields=["text", "changed_at"])
    give_up_told(waits, ids={before}, at=at)
    tell_instead(waits, answered(queries.as_told(row)))
    tell_author(by, row.author, _changed(row))
    record(by, "changed_answer_elsewhere", row, audience=Audience.SELF)
    return row


@transaction.atomic
def take_back_answer_elsewhere(by: Actor, *, pk: int) -> None:
    """Its author is asked to throw it away. Twice is once, and of others there is none.

    Raises Refused where it cannot be told now: it stands until it can.
    """
    one_at_a_time(by)
    row = queries.answers_of(by).filter(pk=pk).first()
    if row is not None:
        check_sent(_unsay(by, [row], now()))
        record(by, "took_back_answer_elsewhere", row, audience=Audience.SELF)


def remove_answer_elsewhere(*, answer: AnswerElsewhere, at: datetime) -> None:
    """Moderators decided so, and their room records it. Its author there is asked to throw it away
    where that one can be reached; at its own address it is gone in any case. Twice is once.

    Inside the transaction of the decision.
    """
    by = answer.person
    one_at_a_time(by)
    row = queries.answers_of(by).filter(pk=answer.pk).first()
    if row is not None:
        _unsay(by, [row], at)


def erase_answer_elsewhere(*, answer: AnswerElsewhere) -> None:
    """What was removed, once nobody can appeal any more. Inside the transaction of who decides."""
    AnswerElsewhere.objects.filter(pk=answer.pk).update(text="")


def _check(words: str) -> None:
    if not any(sign.isalnum() for sign in words):
        raise Refused(_("Write your answer. A few sentences are enough."), field="text")
    if len(words) > LONGEST_ANSWER:
        raise Refused(
            _("This text is too long. Use at most %(limit)d characters.")
            % {"limit": LONGEST_ANSWER},
            field="text",
        )


def _later(row: AnswerElsewhere) -> datetime:
    """Now, and in a later second than its words of before: others take the newer ones."""
    before = (row.changed_at or row.since).replace(microsecond=0)
    return max(now(), before + timedelta(seconds=1))


def _changed(row: AnswerElsewhere) -> Told:
    since = row.changed_at or row.since
    return changed(queries.as_told(row), mark=mark_of(CHANGED, f"{row.token} {since.timestamp()}"))


def _like(row: ThanksElsewhere) -> Told:
    mine = id_of(row.address.token)
    return like(mine, name=f"like-{row.token}", thing=row.uri, to=row.author.uri)


def _unlike(by: Actor, rows: Sequence[ThanksElsewhere], at: datetime) -> list[Parcel]:
    """What could be told of it. Thanks that wait are not sent any more; what else is about the same
    still goes."""
    ThanksElsewhere.objects.filter(pk__in=[row.pk for row in rows]).update(until=at)
    about = Parcel.objects.filter(sender=by, about__in=[row.uri for row in rows])
    told = [(row, _like(row)) for row in rows]
    give_up_told(about, ids={str(done["id"]) for _row, done in told}, at=at)
    return deliver_each(by, [(_undone(row, done), row.author.inbox) for row, done in told])


def _undone(row: ThanksElsewhere, done: Told) -> Told:
    return undo(id_of(row.address.token), name=f"undo-{row.token}", done=done)


def _unsay(by: Actor, rows: Sequence[AnswerElsewhere], at: datetime) -> list[Parcel]:
    """What could be told of it. What waits is not sent any more. This goes also to who blocked her
    since: else her words would stay there."""
    AnswerElsewhere.objects.filter(pk__in=[row.pk for row in rows]).update(until=at)
    told = [(queries.as_told(row, is_gone=True), row.author.inbox) for row in rows]
    ids = [own.id for own, _inbox in told]
    give_up_words(Parcel.objects.filter(sender=by, about__in=ids), at=at)
    return deliver_each(by, [(took_back(own), inbox) for own, inbox in told])


def _end(actors: Collection[int], at: datetime) -> None:
    """Whoever was answered is gone: nobody there can be told. Where her network is closed it stands
    there all the same, and may be open again."""
    for model in (ThanksElsewhere, AnswerElsewhere):
        standing = model._default_manager.filter(author__in=actors, until=None)
        standing.filter(author__gone_at__isnull=False).update(until=at)


def _step_back(actor: Actor, at: datetime) -> None:
    """She is not known elsewhere any more: while her keys are there."""
    if queries.tokens_of([actor.pk]):
        _unlike(actor, list(queries.thanks_of(actor).order_by("pk")), at)
        _unsay(actor, list(queries.answers_of(actor).order_by("pk")), at)


PARTED.append(_end)
STEPPED_BACK.append(_step_back)
