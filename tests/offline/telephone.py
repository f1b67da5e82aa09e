"""Somebody waits for an answer, allowed her telephone to say so, and was told once."""

from uuid import uuid4

from django.utils import timezone

from tests.offline.push_service import Browser
from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import Question
from vaknet.domain.notices.rhythm import here, rhythm_of
from vaknet.domain.pushing import actions
from vaknet.domain.pushing.models import Wish


def told_on_telephone(person: Actor, question: Question) -> None:
    """The one in which she signed in last; at ten, when a telephone may make itself heard."""
    actions.allow_device(
        person,
        session=person.account.sign_ins.latest("pk").session_id,
        subscription=Browser(f"https://push.example/{uuid4()}").subscription,
        names=("Firefox", "Android"),
    )
    wish = actions.wish_for_answer(person, question=question)
    Wish.objects.filter(pk=wish.pk).update(news_at=timezone.now(), since=question.asked_at)
    at_ten = here(rhythm_of(person), timezone.now()).replace(hour=10)
    actions.tell(person=person, now=at_ten)
