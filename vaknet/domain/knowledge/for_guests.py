"""What was said lately in a public group, in the words that guests read, and without a name."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import F
from django.db.models.functions import Coalesce

from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.conversations import stands_in, visible_posts
from vaknet.domain.knowledge.history import changed_at
from vaknet.domain.knowledge.queries import visible_questions


class Told(NamedTuple):
    """`kind`: a question, a conversation or an article. `changed_at`: None for never."""

    kind: str
    pk: int
    title: str
    lead: str
    html: str
    at: datetime
    changed_at: datetime | None


def told_lately(group: Group, *, most: int) -> list[Told]:
    """The newest first, in two statements; nothing of a group that guests may not read."""
    told = [*_asked(group, most), *_said(group, most)]
    return sorted(told, key=lambda one: (one.at, one.kind, one.pk), reverse=True)[:most]


def _asked(group: Group, most: int) -> list[Told]:
    rows = visible_questions(None).filter(group=group).annotate(changed=changed_at("question"))
    rows = rows.order_by("-asked_at", "-pk")
    asked = rows.values_list("pk", "title", "body_html", "asked_at", "changed")[:most]
    return [Told("question", pk, title, "", *more) for pk, title, *more in asked]


def _said(group: Group, most: int) -> list[Told]:
    """An article is of the day that it came out, not of the day that somebody began it."""
    rows = (
        visible_posts(None)
        .filter(stands_in(group))
        .annotate(
            changed=changed_at("post"),
            out_at=Coalesce("article__published_at", "posted_at"),
            lead=F("article__lead"),
        )
    )
    said = rows.order_by("-out_at", "-pk").values_list(
        "pk", "title", "lead", "body_html", "out_at", "changed"
    )
    return [
        Told("conversation" if lead is None else "article", pk, title, lead or "", *more)
        for pk, title, lead, *more in said[:most]
    ]
