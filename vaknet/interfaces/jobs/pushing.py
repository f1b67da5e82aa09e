"""Telling the devices of who waits for an answer."""

from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from vaknet.configuration import configuration
from vaknet.domain.activity.models import Activity
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.notices.rhythm import rhythm_of
from vaknet.domain.people.models import Account
from vaknet.domain.pushing import actions
from vaknet.domain.pushing.models import Device
from vaknet.domain.pushing.queries import key_of, who_waits
from vaknet.domain.pushing.rules import seconds_left
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
    for person in who_waits():
        actions.tell(person=person, now=timezone.now())


def bring(device_id: int, questions: list[int]) -> None:
    """Outside any transaction: the push service may take seconds. Raises Undelivered."""
    device = Device.objects.select_related("actor").filter(pk=device_id).first()
    if device is None:
        return
    now, key = timezone.now(), key_of(device)
    seconds = seconds_left(rhythm_of(device.actor), now)
    if key is None:
        actions.forget_device(device=device)
    elif not seconds:
        actions.wait_again(person=device.actor, questions=questions, at=now)
    else:
        try:
            push(
                Subscription(device.endpoint, device.key, device.secret),
                _words(device, questions),
                key=key,
                contact=f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
                seconds=seconds,
                may_reach=configuration.may_reach,
            )
        except Gone:
            actions.forget_device(device=device)


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
