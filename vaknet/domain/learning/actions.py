"""Keeping what was shown and what came of it, and forgetting it in time."""

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.utils import timezone

from vaknet.domain.activity.actions import hand_over, hand_over_once, record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.learning import rules
from vaknet.domain.learning.features import edition
from vaknet.domain.learning.lessons import Placed
from vaknet.domain.learning.models import Outcome, Ranking, Search, Shown, StaysOut

# One statement, so that the page hardly waits: a search, and who was shown, but for who stays out,
# and for members on paper, who have no switch to stay out by.
# It does not wait for the disk either: what a crash loses of this is no loss. Nor for who writes in
# a row that it points at: then this page is not kept.
KEEP = """
    WITH quickly AS MATERIALIZED (
        SELECT set_config('synchronous_commit', 'off', true),
            set_config('lock_timeout', '100ms', true)
    ),
    search AS (
        INSERT INTO learning_search (asker_id, at, edition, usual_id, trial_id)
        SELECT %(asker)s::bigint, %(at)s::timestamptz, %(edition)s::varchar, %(usual)s::bigint,
            %(trial)s::bigint
        FROM quickly WHERE NOT EXISTS (
            SELECT FROM learning_staysout o WHERE o.actor_id = %(asker)s::bigint AND o.until IS NULL
        )
        RETURNING id
    )
    INSERT INTO learning_shown (
        search_id, person_id, key, place, side, features, propensities, outcome
    )
    SELECT search.id, one.*, 0 FROM search, jsonb_to_recordset(%(people)s::jsonb) AS one(
        person bigint, key uuid, place smallint, side smallint, features float8[],
        propensities float8[]
    )
    WHERE NOT EXISTS (
        SELECT FROM learning_staysout o WHERE o.actor_id = one.person AND o.until IS NULL
    ) AND EXISTS (SELECT FROM people_account a WHERE a.actor_id = one.person)
"""


@transaction.atomic
def note_search(
    *,
    asker: Actor,
    placed: Sequence[Placed],
    usual: Ranking | None = None,
    trial: Ranking | None = None,
) -> None:
    """Who was shown, but for who stays out. That a search was made is kept in any case: its absence
    would tell the asker that everybody on her page stays out."""
    people = [
        {
            "person": one.person.pk,
            "key": one.key.hex,
            "place": one.place,
            "side": one.side,
            "features": one.features,
            "propensities": one.propensities,
        }
        for one in placed
    ]
    values: dict[str, int | datetime | str | None] = {
        "asker": asker.pk,
        "at": timezone.now(),
        "edition": edition(),
        "usual": usual.pk if usual else None,
        "trial": trial.pk if trial else None,
        "people": json.dumps(people),
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)


@transaction.atomic
def choose(*, asker: Actor, handle: str, key: uuid.UUID) -> None:
    """She followed a link on her own page of results. A key of another, or of yesterday, is none:
    nothing happens, and nothing tells so."""
    shown = Shown.objects.filter(key=key, person__handle=handle, person__domain="")
    mine = shown.filter(search__asker=asker, search__at__gt=timezone.now() - rules.LINK_WORKS)
    mine.filter(outcome=Outcome.NOTHING).update(outcome=Outcome.CHOSEN)


def it_came_to(
    outcome: Outcome, *, asker: int, person: int, asked_at: datetime | None = None
) -> None:
    """For follow-ups: of the last search from which she chose this person; what she asked of her
    before a search did not come of it."""
    chosen = Shown.objects.filter(
        search__asker=asker,
        person=person,
        outcome__gte=Outcome.CHOSEN,
        search__at__gt=timezone.now() - rules.SAYS_WHO,
    )
    if asked_at is not None:
        chosen = chosen.filter(search__at__lte=asked_at)
    last = chosen.order_by("-search__at", "-pk").values("pk")[:1]
    Shown.objects.filter(pk__in=last, outcome__lt=outcome).update(outcome=outcome)


@transaction.atomic
def forget_searches(*, now: datetime) -> None:
    """For the clock: names go after a month, and whole weeks later on. All, once it is off."""
    if not rules.is_on():
        _empty()
        return
    Search.objects.filter(at__lt=now - rules.kept()).delete()
    # Who chose to stay out while a page was being kept may still stand in it.
    _erase(StaysOut.objects.filter(until=None).values("actor"))
    of_somebody = Search.objects.filter(asker__isnull=False, at__lt=now - rules.SAYS_WHO)
    Shown.objects.filter(search__in=of_somebody).update(person=None, key=None)
    of_somebody.update(asker=None, at=TruncWeek("at", tzinfo=UTC))
    _blur()


def _empty() -> None:
    """Without reading any of it first, however much there is."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM learning_shown")
        cursor.execute("DELETE FROM learning_search")


def _blur() -> None:
    """What few searches of a week came to could be found again among the introductions of that
    week. Without names only that somebody was chosen stays of it."""
    rows = Shown.objects.filter(outcome__gt=Outcome.CHOSEN)
    weeks = rows.annotate(week=TruncWeek("search__at", tzinfo=UTC)).values("week", "outcome")
    few = weeks.annotate(many=Count("search", distinct=True)).filter(many__lt=rules.ENOUGH)
    for week, outcome in few.values_list("week", "outcome"):
        nameless = Shown.objects.filter(search__asker=None, search__at=week, outcome=outcome)
        nameless.update(outcome=Outcome.CHOSEN)


@transaction.atomic
def stay_out(by: Actor) -> None:
    """From now on nothing is kept of her, and what can be told to be of her goes at once."""
    one_at_a_time(by)
    stays, is_new = StaysOut.objects.get_or_create(actor=by, until=None)
    if is_new:
        _erase([by.pk])
        record(by, "stayed_out_of_learning", stays, audience=Audience.SELF)


@transaction.atomic
def take_part(by: Actor) -> None:
    one_at_a_time(by)
    stays = StaysOut.objects.filter(actor=by, until=None).first()
    if stays is not None:
        stays.until = timezone.now()
        stays.save(update_fields=["until"])
        record(by, "took_part_in_learning", stays, audience=Audience.SELF)


def erase_lessons(*, actor: Actor) -> None:
    """She is gone; numbers that her name was taken off before stay."""
    _erase([actor.pk])
    StaysOut.objects.filter(actor=actor).delete()


def take_over_lessons(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """Two accounts of one person become one: if she stays out with one, she stays out."""
    hand_over(Search.objects.all(), "asker", kept=kept, merged=merged)
    hand_over(Shown.objects.all(), "person", kept=kept, merged=merged)
    hand_over_once(StaysOut.objects.all(), "actor", kept=kept, merged=merged, same=(), at=at)
    Shown.objects.filter(search__asker=kept, person=kept).delete()
    if StaysOut.objects.filter(actor=kept, until=None).exists():
        _erase([kept.pk])


def _erase(actors: Iterable[Any]) -> None:
    Search.objects.filter(asker__in=actors).delete()
    Shown.objects.filter(person__in=actors).delete()


@transaction.atomic
def use_ranking(*, name: str, weights: Sequence[float], use: str) -> Ranking:
    """From now on. What stood there ends; a trial beside another usual order would prove nothing,
    so it ends with that too."""
    end_ranking(use=use)
    return Ranking.objects.create(name=name, weights=[*weights], use=use, edition=edition())


@transaction.atomic
def end_ranking(*, use: str) -> bool:
    """Back to the formula, or to one order at a time. Whether anything ended."""
    uses = Ranking.Use.values if use == Ranking.Use.USUAL else [use]
    standing = Ranking.objects.filter(until=None, use__in=uses)
    return bool(standing.update(until=timezone.now()))
