"""One group with everybody in it, and its journal. Import it when Django knows the data folder."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import stewards_on
from vaknet.domain.journal import actions as journal
from vaknet.domain.journal.models import Issue, IssueLetter, Journal
from vaknet.domain.knowledge.models import Question
from vaknet.domain.people.models import Account


@dataclass(frozen=True)
class Made:
    group: Group
    editor: Actor
    readers: int
    session: str
    paths: list[str]


def everybody_in_one_group() -> Made:
    """Issues of an earlier run are thrown away: there is one for each week."""
    sized = Group.objects.annotate(size=Count("memberships")).select_related("actor")
    group = sized.order_by("-size", "pk")[0]
    accounts = Account.objects.filter(is_active=True).exclude(actor=None).select_related("actor")
    since = timezone.now() - timedelta(days=30)
    groups.enter_many(group=group, actors=[one.actor for one in accounts if one.actor], since=since)
    duty = stewards_on(timezone.localdate()).filter(membership__group=group)
    editor = duty.select_related("membership__actor")[0].membership.actor
    Issue.objects.filter(group=group).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    if not Journal.objects.filter(group=group, until=None).exists():
        journal.start_journal(
            editor, group=group, weekday=timezone.localdate().isoweekday() % 7 + 1
        )
    asked = Question.objects.filter(group=group, withdrawn_at=None).order_by("-asked_at")[:20]
    client = Client(headers={"host": "localhost"})
    client.force_login(Account.objects.get(actor=editor))
    handle = group.actor.handle
    return Made(
        group=group,
        editor=editor,
        readers=len(accounts),
        session=client.cookies["sessionid"].value,
        paths=["/", f"/g/{handle}/", *(f"/vraag/{one.pk}/" for one in asked)],
    )


def publish(made: Made, headline: str) -> None:
    draft = journal.begin_issue(made.editor, group=made.group)
    journal.say_of_cover(made.editor, issue=draft, headline=headline, lead="")
    journal.publish_issue(made.editor, issue=draft)


def queued() -> int:
    """Rows and jobs are committed together."""
    return IssueLetter.objects.count()
