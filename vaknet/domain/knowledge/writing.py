"""The one door before writing: who is limited does not write, and a newcomer not much at once.

Whoever writes often from the first hour, or fills a text with links or names, is mostly no
colleague. Counted in rows: what she wrote is there. Nothing is lost: she reads why, and her words
stand in the form.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Min, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply, WritingLimit
from vaknet.domain.knowledge.pseudonyms import names_of
from vaknet.domain.refusal import Refused
from vaknet.kit.markdown import names_in

NEW = timedelta(days=3)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AN_HOUR, A_DAY = 10, 30
LINKS_A_DAY, NAMES_A_DAY = 5, 10


class _Written(NamedTuple):
    at: datetime
    html: str


def limited_until(person: Actor) -> datetime | None:
    """Until when she may not write; None when she may."""
    found = _LIMITS(actor=person.pk, now=now())
    return found[0].until if found else None


def _limits(actor: int, now: datetime) -> QuerySet[WritingLimit]:
    rows = WritingLimit.objects.filter(actor=actor, until__gt=now, lifted_at=None)
    return rows.order_by("-until")[:1]


_LIMITS = Frozen(_limits)


def refuse_to_write(
    by: Actor,
    *,
    html: str = "",
    field: str = "text",
    before: str | None = None,
    beside: Iterable[str] = (),
) -> None:
    """Raises Refused when she may not write this now. `before`: what stood there and is changed.

    `beside`: what else she wrote in a day, in a room that this one does not know.
    """
    until = limited_until(by)
    if until is not None:
        day = date_format(localtime(until), "j F")
        raise Refused(
            _("You cannot write until %(day)s. Reading stays open. Our letter says why.")
            % {"day": day},
            field=field,
        )
    if by.created_at > now() - NEW:
        written = list(_written(by, now() - DAY))
        if before is None:
            _refuse_many(by, [one.at for one in written], field)
        _refuse_full(html, before or "", [*(one.html for one in written), *beside], field)


def _refuse_many(by: Actor, written: list[datetime], field: str) -> None:
    moments = [*written, *_translated(by, now() - DAY)]
    this_hour = sum(at > now() - HOUR for at in moments)
    if this_hour >= AN_HOUR or len(moments) >= A_DAY:
        raise Refused(
            _("You are new here and wrote a lot already. Keep this, and send it later."),
            field=field,
        )


def _refuse_full(html: str, before: str, written: list[str], field: str) -> None:
    links, names = (count(html) - count(before) for count in (_links, _names))
    if links > 0 and links + sum(_links(one) for one in written) > LINKS_A_DAY:
        raise Refused(
            _("You are new here. In your first days, put at most %(number)d links a day.")
            % {"number": LINKS_A_DAY},
            field=field,
        )
    if names > 0 and names + sum(_names(one) for one in written) > NAMES_A_DAY:
        raise Refused(
            _("You are new here. In your first days, name at most %(number)d people a day.")
            % {"number": NAMES_A_DAY},
            field=field,
        )


def _links(html: str) -> int:
    return html.count("<a ")


def _names(html: str) -> int:
    return len(names_in(html))


def _translated(by: Actor, since: datetime) -> Iterable[datetime]:
    """When she first put each of her texts in the other language: in a room above, and in the
    log of all rooms.
    """
    rows = Activity.objects.filter(actor__in=names_of(by.pk), verb="translated").order_by()
    firsts = rows.values("object_type", "object_id").annotate(first=Min("at"))
    return firsts.filter(first__gt=since).values_list("first", flat=True)


def _written(by: Actor, since: datetime) -> Iterator[_Written]:
    """Also what she took back, and wrote without her name: it is as much."""
    names = names_of(by.pk)
    asked = Question.objects.filter(author__in=names, asked_at__gt=since)
    yield from (_Written(*row) for row in asked.values_list("asked_at", "body_html"))
    answered = Answer.objects.filter(author__in=names, answered_at__gt=since)
    yield from (_Written(*row) for row in answered.values_list("answered_at", "html"))
    posted = Post.objects.filter(author=by, posted_at__gt=since)
    yield from (_Written(*row) for row in posted.values_list("posted_at", "body_html"))
    replied = Reply.objects.filter(author=by, replied_at__gt=since)
    yield from (_Written(*row) for row in replied.values_list("replied_at", "html"))
