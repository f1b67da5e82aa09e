"""Telling the devices of who waits for an answer."""

from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from vaknet.configuration import configuration
from vaknet.domain.activity.models import Activity
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.notices.rhythm import rhythm_of
from vaknet.domain.people.models import Account
from vaknet.domain.pushing import actions
from vaknet.domain.pushing.models import Device, Wish
from vaknet.domain.pushing.queries import key_of, latest_answer, unreachable, who_waits
from vaknet.domain.pushing.rules import may_be_told, seconds_left
from vaknet.interfaces.mail.letters.waiting import answer_is_there
from vaknet.kit.web_push import Gone, Subscription, push


def answer_came(activity: Activity) -> None:
    """To who waits for it: on a device when that may be, by mail at once."""
    rows = Answer.objects.select_related("author", "question__author", "question__group__actor")
    answer = rows.get(pk=activity.object_id)
    if answer.withdrawn_at or answer.question.withdrawn_at:
        return
    for wish in actions.note_answer(answer=answer, at=timezone.now()):
        answer_is_there(wish.actor, answer)


def tell(actor_id: int) -> None:
    person = who_waits().filter(pk=actor_id).first()
    if person is not None:
        actions.tell(person=person, now=timezone.now())


def tell_who_waits() -> None:
    """By mail where no device is left: she asked to hear of it."""
    for person in who_waits():
        actions.tell(person=person, now=timezone.now())
    for wish in unreachable(timezone.now()):
        _write(wish)


@transaction.atomic
def _write(wish: Wish) -> None:
    answer = latest_answer(wish)
    if answer is not None:
        answer_is_there(wish.actor, answer)
    actions.note_seen(wish=wish)


def bring(device_id: int, questions: list[int]) -> None:
    """Outside any transaction: the push service may take seconds. Raises Undelivered."""
    device = Device.objects.select_related("actor").filter(pk=device_id).first()
    if device is None:
        return
    person, now, key = device.actor, timezone.now(), key_of(device)
    rhythm = rhythm_of(person)
    if key is None or person.is_former:
        _forget(device, questions)
    elif not may_be_told(rhythm, now):
        actions.wait_again(person=person, questions=questions, at=now)
    else:
        try:
            push(
                Subscription(device.endpoint, device.key, device.secret),
                _words(device, questions),
                key=key,
                contact=f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
                seconds=seconds_left(rhythm, now),
                may_reach=configuration.may_reach,
            )
        except Gone:
            _forget(device, questions)


def _forget(device: Device, questions: list[int]) -> None:
    """She has not heard it: on another device, or by mail."""
    actions.forget_device(device=device)
    actions.wait_again(person=device.actor, questions=questions, at=timezone.now())


def _words(device: Device, questions: list[int]) -> dict[str, str]:
    """No names and no words of members: a screen is looked at by others too."""
    with translation.override(Account.objects.get(actor=device.actor).language):
        body = ngettext(
            "There is an answer to a question that you wait for.",
            "There are answers to %(number)s questions that you wait for.",
            len(questions),
        ) % {"number": len(questions)}
    [one, *more] = questions
    url = reverse("today") if more else reverse("question", args=[one])
    return {"title": settings.NETWORK_NAME, "body": body, "url": url}
