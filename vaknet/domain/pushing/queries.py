"""On which devices somebody is told, and of what."""

from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.knowledge.pseudonyms import names_of, voice
from vaknet.domain.knowledge.queries import visible_answers, visible_questions
from vaknet.domain.people.apart import is_apart, is_muted, keeps_out
from vaknet.domain.pushing.models import Device, Wish
from vaknet.kit.sealing import key_from
from vaknet.kit.web_push import SigningKey, public_words, signing_key

PURPOSE = "vaknet.push"


def wish(viewer: Actor, question: Question) -> Wish | None:
    """Hers for this question, if she has one."""
    return next(iter(_WISH(viewer=viewer.pk, question=question.pk)), None)


def _wish(viewer: int, question: int) -> QuerySet[Wish]:
    return Wish.objects.filter(actor=viewer, question=question)


_WISH = Frozen(_wish)


def devices(viewer: Actor) -> QuerySet[Device]:
    return Device.objects.filter(actor=viewer).order_by("-since", "-pk")


def reachable(person: Actor, now: datetime) -> QuerySet[Device]:
    """Where she is still signed in."""
    return devices(person).filter(session__expire_date__gt=now)


def wishes(viewer: Actor) -> QuerySet[Wish]:
    """What she waits for, of what she may still read."""
    may_read = visible_questions(viewer).values("pk")
    rows = Wish.objects.filter(actor=viewer, question__in=may_read)
    return rows.select_related("question__group__actor").order_by("-since", "-pk")


def news_for(person: Actor) -> QuerySet[Wish]:
    """Of what she waits for on a device that which an answer came to; not when it was withdrawn
    since, or is of who is kept apart from her by now.
    """
    answers = _told_to(person).filter(
        question=OuterRef("question"), answered_at__gte=OuterRef("since")
    )
    rows = wishes(person).filter(Exists(answers), news_at__isnull=False, by_mail=False)
    return rows.none() if person.is_former else rows


def _told_to(person: Actor) -> QuerySet[Answer]:
    """Answers that she may read, but for those of who is kept apart from her."""
    kept_apart = is_apart(person.pk, "author") | is_muted(person.pk, "author")
    return visible_answers(person).exclude(kept_apart)


def unreachable(now: datetime) -> list[Wish]:
    """Where there is news for somebody who has no device any more that she is signed in on."""
    devices = Device.objects.filter(actor=OuterRef("actor"), session__expire_date__gt=now)
    rows = Wish.objects.filter(~Exists(devices), news_at__isnull=False, by_mail=False)
    return list(rows.select_related("actor", "question").order_by("pk"))


def latest_answer(wish: Wish) -> Answer | None:
    """That she may read, and that is of somebody else."""
    person = wish.actor
    if not news_for(person).filter(pk=wish.pk).exists():
        return None
    rows = _told_to(person).filter(question=wish.question_id)
    rows = rows.exclude(author__in=names_of(person.pk))
    return rows.select_related("author", "question__author", "question__group__actor").last()


def wishes_for(answer: Answer) -> list[Wish]:
    """Of who may read it, did not write it, and is not kept apart from who did."""
    rows = Wish.objects.filter(question=answer.question_id).select_related("actor", "question")
    return [one for one in rows.order_by("pk") if _hears(one, answer)]


def _hears(one: Wish, answer: Answer) -> bool:
    is_hers = voice(one.actor, answer.author_id).pk == answer.author_id
    if is_hers or one.actor.is_former or keeps_out(one.actor, answer.author):
        return False
    return visible_questions(one.actor).filter(pk=answer.question_id).exists()


def who_waits() -> QuerySet[Actor]:
    """Everybody with a device for whom there is news that she was not told of."""
    news = Wish.objects.filter(news_at__isnull=False, by_mail=False).values("actor")
    told = Device.objects.values("actor")
    return Actor.objects.filter(pk__in=news).filter(pk__in=told).order_by("pk")


def our_key() -> str:
    """What a browser is told that our messages are signed with."""
    return public_words(_keys()[0])


def key_of(device: Device) -> SigningKey | None:
    """The one that this browser knows; None when the operator no longer has it."""
    return next((key for key in _keys() if public_words(key) == device.signed_by), None)


def _keys() -> list[SigningKey]:
    """Made of the secret keys of this network, newest first: nothing more to keep or to lose."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [signing_key(key_from(str(secret), PURPOSE)) for secret in secrets]
