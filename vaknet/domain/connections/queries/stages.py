"""How far an introduction came, as one of the people in it may know."""

from collections.abc import Sequence
from datetime import datetime

from vaknet.domain.connections import rules
from vaknet.domain.connections.models import (
    Introduction,
    IntroductionMessage,
    IntroductionStep,
)
from vaknet.domain.connections.queries.introductions import Part, Progress, Stage


def stage_of(
    part: Part,
    introduction: Introduction,
    *,
    steps: Sequence[IntroductionStep],
    messages: Sequence[IntroductionMessage],
    mine: IntroductionStep | None,
    now: datetime,
) -> Stage:
    """`mine` is the step of the one who looks, for a go-between."""
    if part is Part.ASKER:
        return _for_asker(introduction, steps, messages, now)
    if part is Part.TARGET:
        return _for_target(introduction)
    return _for_go_between(introduction, steps, mine)


def _for_asker(
    introduction: Introduction,
    steps: Sequence[IntroductionStep],
    messages: Sequence[IntroductionMessage],
    now: datetime,
) -> Stage:
    """No moment of a no may come into this, whoever said it."""
    if introduction.agreed_at is not None:
        return Stage.AGREED
    if introduction.withdrawn_at is not None:
        return Stage.WITHDRAWN
    since = rules.waiting_since(introduction, steps, messages)
    return Stage.NEXT_ROUTE if rules.next_route_due(since) <= now else Stage.WAITING


def _for_target(introduction: Introduction) -> Stage:
    if introduction.agreed_at is not None:
        return Stage.AGREED
    if introduction.withdrawn_at is not None:
        return Stage.WITHDRAWN
    return Stage.YOUR_TURN if introduction.declined_at is None else Stage.YOU_DECLINED


def _for_go_between(
    introduction: Introduction,
    steps: Sequence[IntroductionStep],
    mine: IntroductionStep | None,
) -> Stage:
    if mine is None or mine.declined_at is not None:
        return Stage.YOU_DECLINED
    if introduction.withdrawn_at is not None:
        return Stage.WITHDRAWN
    if introduction.agreed_at is not None and mine in rules.carried(steps):
        return Stage.AGREED if mine.left_at is None else Stage.LEFT
    if mine.superseded_at is not None or introduction.agreed_at is not None:
        return Stage.RELEASED
    return Stage.WAITING if mine.agreed_at is not None else Stage.YOUR_TURN


def progress_of(introduction: Introduction, route: Sequence[IntroductionStep]) -> list[Progress]:
    """Asker, each stop of the route, target."""
    done = [
        True,
        *(step.agreed_at is not None for step in route),
        introduction.agreed_at is not None,
    ]
    progress = [Progress.DONE if one else Progress.LATER for one in done]
    if rules.is_open_to_asker(introduction):
        progress[done.index(False)] = Progress.NOW
    return progress
