"""What is new in a group, for who gets everything by mail: as she may see it now."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Q

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.journal.openings import opening
from vaknet.domain.knowledge.conversations import standing, visible_posts
from vaknet.domain.knowledge.pseudonyms import is_bearer
from vaknet.domain.knowledge.queries import visible_questions
from vaknet.domain.people.apart import is_apart, is_muted

MOST = 20
LONGEST_WORDS = 280


@dataclass(frozen=True)
class New:
    """A question, or else the beginning of a conversation. `words`: how it goes on."""

    pk: int
    is_question: bool
    author: Actor
    title: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Gathered:
    """`more`: how many did not fit; they stand on the page of the group."""

    new: list[New]
    more: int


def gathered(viewer: Actor, group: Group, *, since: datetime, until: datetime) -> Gathered:
    """In the order it came. Without what she wrote herself, and what is of who is kept from her."""
    told = sorted(
        [*_questions(viewer, group, since, until), *_posts(viewer, group, since, until)],
        key=lambda one: (one.at, one.pk),
    )
    return Gathered(list(islice(told, MOST)), max(0, len(told) - MOST))


def _not_for_her(viewer: Actor) -> Q:
    return is_apart(viewer.pk, "author") | is_muted(viewer.pk, "author") | Q(author=viewer)


def _questions(viewer: Actor, group: Group, since: datetime, until: datetime) -> list[New]:
    rows = visible_questions(viewer).filter(
        group=group, brought_at=None, asked_at__gt=since, asked_at__lte=until
    )
    rows = rows.exclude(_not_for_her(viewer) | Q(is_bearer(viewer.pk))).select_related("author")
    return [
        New(one.pk, True, one.author, one.title, _begins(one.body_html), one.asked_at)
        for one in rows
    ]


def _posts(viewer: Actor, group: Group, since: datetime, until: datetime) -> list[New]:
    here = standing().filter(group=group).values("post")
    rows = visible_posts(viewer).filter(pk__in=here, posted_at__gt=since, posted_at__lte=until)
    rows = rows.exclude(_not_for_her(viewer)).select_related("author")
    return [
        New(one.pk, False, one.author, one.title, _begins(one.body_html), one.posted_at)
        for one in rows
    ]


def _begins(html: str) -> str:
    return opening(html, limit=LONGEST_WORDS)
