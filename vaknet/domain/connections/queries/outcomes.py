"""What came of an introduction, to each of the people in it as much as that person may know."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import rules
from vaknet.domain.connections.models import (
    Introduction,
    IntroductionOutcome,
    IntroductionStep,
)
from vaknet.domain.connections.queries.introductions import Outcome
from vaknet.domain.people.apart import is_apart


def outcome_of(
    viewer: Actor,
    introduction: Introduction,
    steps: Sequence[IntroductionStep],
    *,
    knows_they_met: bool,
) -> Outcome:
    """`introduction` comes with the outcomes of today, and its thanks."""
    if not knows_they_met:
        return Outcome()
    said = {one.actor_id: one.kind for one in introduction.outcomes.all()}
    thanks = getattr(introduction, "thanks", None)
    return Outcome(
        kind=said.get(viewer.pk, ""),
        helped=said.get(introduction.asker_id) == IntroductionOutcome.Kind.HELPED,
        thanks=thanks.text if thanks else "",
        thanked_at=thanks.at if thanks else None,
        readers=tuple(rules.thanked(introduction, steps)),
        may_say=rules.may_say_outcome(viewer, introduction),
        may_thank=rules.may_thank(viewer, introduction) and thanks is None,
    )


def asked_how_it_went(viewer: int, since: datetime, until: datetime) -> QuerySet[Introduction]:
    """Introductions by which she met somebody between those moments, and said nothing of it yet."""
    said = IntroductionOutcome.objects.filter(introduction=OuterRef("pk"), actor=viewer, until=None)
    rows = Introduction.objects.filter(
        Q(asker=viewer) | Q(target=viewer), agreed_at__gte=since, agreed_at__lt=until
    )
    rows = rows.exclude(is_apart(viewer, "asker") | is_apart(viewer, "target"))
    rows = rows.exclude(Exists(said)).select_related("asker", "target")
    return rows.order_by("agreed_at", "pk")
