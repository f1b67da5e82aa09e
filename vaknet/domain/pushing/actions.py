"""Asking to be told, telling, and stopping it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from vaknet.domain.activity.actions import hand_over, hand_over_one, record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups.actions.mail import BEHIND
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.notices.rhythm import here, rhythm_of
from vaknet.domain.pushing.models import Device, Pushed, Wish
from vaknet.domain.pushing.queries import news_for, our_key, reachable, wishes_for
from vaknet.domain.pushing.rules import may_be_told
from vaknet.domain.refusal import Refused
from vaknet.kit.web_push import Subscription, is_sound

TELL = "tell"
PUSH = "push"


@transaction.atomic
def wish_for_answer(by: Actor, *, question: Question, by_mail: bool = False) -> Wish:
    """Tell her when there is an answer. Asking twice is asking once, as she asked it last."""
    kept, _is_new = Wish.objects.update_or_create(
        actor=by, question=question, defaults={"by_mail": by_mail}
    )
    record(by, "wished_for_answer", kept, audience=Audience.SELF)
    return kept


@transaction.atomic
def take_back_wish(by: Actor, *, question: Question) -> None:
    if Wish.objects.filter(actor=by, question=question).delete()[0]:
        record(by, "took_back_wish", question, audience=Audience.SELF)


def note_seen(*, wish: Wish) -> None:
    """She looked at the question, or was written: of what stands there she need not be told."""
    Wish.objects.filter(pk=wish.pk).update(news_at=None)


@transaction.atomic
def allow_device(
    by: Actor, *, session: str, subscription: Subscription, names: tuple[str, str]
) -> Device:
    """This browser is told from now, for as long as she is signed in here.

    A browser has one address: of who allowed it here before, nothing stays.
    """
    if not is_sound(subscription):
        raise Refused(_("This browser cannot be told. You can get an e-mail instead."))
    browser, system = names
    Device.objects.filter(endpoint=subscription.endpoint).exclude(session=session).delete()
    kept, _is_new = Device.objects.update_or_create(
        session_id=session,
        defaults={
            "actor": by,
            "endpoint": subscription.endpoint,
            "key": subscription.key,
            "secret": subscription.secret,
            "signed_by": our_key(),
            "browser": browser,
            "system": system,
        },
    )
    record(by, "allowed_device", kept, audience=Audience.SELF)
    return kept


@transaction.atomic
def stop_device(by: Actor, *, pk: int) -> bool:
    """False: it is not hers, or stopped already."""
    held = Device.objects.filter(actor=by, pk=pk).first()
    if held is None:
        return False
    record(by, "stopped_device", held, audience=Audience.SELF)
    held.delete()
    return True


def forget_device(*, device: Device) -> None:
    """Its push service knows it no longer."""
    Device.objects.filter(pk=device.pk).delete()


@transaction.atomic
def note_answer(*, answer: Answer, at: datetime) -> list[Wish]:
    """Everybody who waits for it is told when that may be. Who wants mail, or has no device any
    more, comes back."""
    heard = wishes_for(answer)
    here = [one for one in heard if not one.by_mail and reachable(one.actor, at).exists()]
    told = Wish.objects.filter(pk__in=[one.pk for one in here], news_at=None)
    told.update(news_at=at)
    for one in here:
        tell_later(one.actor)
    return [one for one in heard if one not in here]


def tell_later(person: Actor) -> None:
    app.configure_task(TELL, allow_unknown=True, priority=BEHIND).defer(actor_id=person.pk)


@transaction.atomic
def tell(*, person: Actor, now: datetime) -> None:
    """Once a day at most, at an hour that she may be told at; otherwise what waits goes on waiting.

    Locked: of two answers at one moment one tells her, of both.
    """
    Actor.objects.select_for_update(no_key=True).get(pk=person.pk)
    rhythm = rhythm_of(person)
    today = here(rhythm, now).date()
    if not may_be_told(rhythm, now) or Pushed.objects.filter(actor=person, on=today).exists():
        return
    news = list(news_for(person))
    waiting = list(reachable(person, now))
    if not news or not waiting:
        return
    Wish.objects.filter(pk__in=[one.pk for one in news]).update(news_at=None)
    Pushed.objects.update_or_create(actor=person, defaults={"on": today})
    for device in waiting:
        _push_later(device, news)


def wait_again(*, person: Actor, questions: Sequence[int], at: datetime) -> None:
    """It could not be brought before the evening: then it is for the next round."""
    Wish.objects.filter(actor=person, question__in=questions, news_at=None).update(news_at=at)


def _push_later(device: Device, news: Sequence[Wish]) -> None:
    """The job holds numbers, no words: a failed one is looked at by an operator."""
    questions: list[JSONValue] = [one.question_id for one in news]
    job = app.configure_task(PUSH, queue=PUSH, allow_unknown=True, priority=BEHIND)
    job.defer(device_id=device.pk, questions=questions)


def erase_wishes(*, actor: Actor) -> None:
    """She left: nothing of it is left."""
    for model in (Device, Wish, Pushed):
        model._default_manager.filter(actor=actor).delete()


def take_over_wishes(*, kept: Actor, merged: Actor) -> None:
    """What she waits for goes along; of what both wait for, one stays. Where the other was signed
    in she signs in again."""
    asked = Wish.objects.filter(actor=kept).values("question")
    Wish.objects.filter(actor=merged, question__in=asked).delete()
    hand_over(Wish.objects.all(), "actor", kept=kept, merged=merged)
    Device.objects.filter(actor=merged).delete()
    hand_over_one(Pushed.objects.all(), "actor", kept=kept, merged=merged)
