"""Naming somebody in what one writes."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import mentions
from vaknet.domain.knowledge.models import Answer, Mention, Post, Question, Reply
from vaknet.kit.markdown import names_in

MOST = 50  # more names in one text are plain words
TOLD = 10


@transaction.atomic
def read_mention(by: Actor, *, mention: Mention) -> None:
    """She read it, or puts it away. Twice is once."""
    # Locked: two windows may be open.
    held = Mention.objects.select_for_update(no_key=True).get(pk=mention.pk, person=by)
    if held.read_at is not None:
        return
    held.read_at = now()
    held.save(update_fields=["read_at"])
    record(by, "read_mention", held, audience=Audience.SELF)


def mention(
    by: Actor,
    thing: Question | Answer | Post | Reply,
    *,
    html: str,
    groups: Sequence[Group],
    hears_anyway: Actor | None = None,
    minor: bool = False,
) -> None:
    """Inside the transaction of the action that writes. `groups`: where it stands.

    Who is new in it hears of it once, at most TOLD people for one text. A handle that nobody has,
    and who may not read it or is kept apart, make no difference to who writes.
    """
    about: dict[str, Any] = {thing._meta.model_name or "": thing}
    found = mentions.people_here(names_in(html)[:MOST])
    known = set(Mention.objects.filter(**about).values_list("person", flat=True))
    new = [one for one in found if one.pk not in known and one != by]
    if not new:
        return
    told: set[int] = set()
    if not minor:
        reached = mentions.within_reach(by, new, groups)
        reached -= {hears_anyway.pk} if hears_anyway else set()
        left = TOLD - Mention.objects.filter(**about).exclude(told_at=None).count()
        told = set([one.pk for one in new if one.pk in reached][: max(left, 0)])
    at = now()
    rows = Mention.objects.bulk_create(
        Mention(**about, person=one, handle=one.handle, told_at=at if one.pk in told else None)
        for one in new
    )
    for row in rows:
        if row.told_at:
            record(by, "mentioned", row, audience=Audience.PARTIES)
