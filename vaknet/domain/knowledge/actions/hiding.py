"""What moderators decided about something is carried out here. Why, and who may, is decided above.

What is taken away is withdrawn like what its author withdrew: nobody meets it anywhere, and no
page has to know a second way of not being there.
"""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.timezone import now

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.knowledge.actions.replies import say_latest
from vaknet.domain.knowledge.actions.staying_away import TOOK_AWAY
from vaknet.domain.knowledge.models import (
    Answer,
    BestAnswer,
    Edit,
    Mention,
    Post,
    Question,
    Reply,
    WritingLimit,
)
from vaknet.domain.knowledge.pseudonyms import behind

type Thing = Question | Answer | Post | Reply


@transaction.atomic
def take_away(by: Actor, *, thing: Thing, at: datetime) -> None:
    """Nobody can read it any more. What its author took away stays as it is."""
    held = _held(thing)
    if held.withdrawn_at is not None:
        return
    if isinstance(held, Answer):
        BestAnswer.objects.filter(answer=held).delete()
    held.withdrawn_at = at
    held.save(update_fields=["withdrawn_at"])
    _tell_list(held)
    record(by, TOOK_AWAY, held, audience=Audience.PARTIES)


@transaction.atomic
def bring_back(by: Actor, *, thing: Thing, taken_at: datetime) -> None:
    """As if it had not been taken away at that moment, also as the best answer. Not what its author
    took away since."""
    held = _held(thing)
    if held.withdrawn_at != taken_at:
        return
    held.withdrawn_at = None
    held.save(update_fields=["withdrawn_at"])
    if isinstance(held, Answer):
        _best_again(held)
    _tell_list(held)
    record(by, "brought_back", held, audience=Audience.PARTIES)


def _held(thing: Thing) -> Thing:
    found: Thing = type(thing)._default_manager.select_for_update(no_key=True).get(pk=thing.pk)
    return found


def _tell_list(thing: Thing) -> None:
    if isinstance(thing, Reply):
        say_latest([thing.post_id])


def _best_again(answer: Answer) -> None:
    """When the log says that this was the last choice, and no other one was made since."""
    said = Activity.objects.filter(
        object_type=ContentType.objects.get_for_model(Answer),
        object_id__in=Answer.objects.filter(question=answer.question_id).values("pk"),
        verb__in=["chose_best_answer", "took_back_best"],
    )
    last = said.order_by("-at", "-pk").first()
    if last is not None and (last.verb, last.object_id) == ("chose_best_answer", answer.pk):
        BestAnswer.objects.get_or_create(
            question_id=answer.question_id, defaults={"answer": answer, "chosen_by": last.actor}
        )


@transaction.atomic
def erase_words(*, thing: Thing) -> None:
    """Of something that stays away for good: also what it said before, and whom it named."""
    about = {thing._meta.model_name or "": thing}
    Edit.objects.filter(**about).delete()
    Mention.objects.filter(**about).delete()
    empty = ("title", "body", "body_html") if hasattr(thing, "title") else ("text", "html")
    rows = type(thing)._default_manager.filter(pk=thing.pk)
    rows.update(**dict.fromkeys(empty, ""))


@transaction.atomic
def limit_writing(*, actor: Actor, until: datetime) -> None:
    """Of a pseudonym: who is behind it. Who decided does not learn who that is."""
    WritingLimit.objects.create(actor=behind(actor), until=until)


@transaction.atomic
def lift_limit(*, actor: Actor, until: datetime) -> None:
    """The one that lasts until that moment."""
    WritingLimit.objects.filter(actor=behind(actor), until=until).update(lifted_at=now())
