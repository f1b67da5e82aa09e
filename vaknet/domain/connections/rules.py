"""Who may do what with requests, connections and introductions.

"Open" has two meanings, because a no is silent: to whoever asked, a thing is open until it is
agreed or withdrawn; to whoever was asked, a no closes it too.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import (
    ConnectionRequest,
    Introduction,
    IntroductionMessage,
    IntroductionStep,
)
from vaknet.domain.people.models import KnownTopic, Role
from vaknet.kit.time import after_working_days

REQUESTS_A_DAY = 20
INTRODUCTIONS_A_DAY = 5
OPEN_INTRODUCTIONS = 5
MESSAGES_PER_EXCHANGE = 20
STOPS = 2
# A go-between gets no more than so many questions in so long, whatever she answers.
ASKED_LATELY = 5
LATELY = timedelta(days=14)
TIPS_EACH = 5
WAITING_CARDS = 500
REFERENCES_ASKED = 10
OFFER_AFTER_WORKING_DAYS = 3
# Working days are Dutch ones (kit.time), so is the clock they are counted by.
OFFICE_CLOCK = ZoneInfo("Europe/Amsterdam")
# Somebody who said no to a person is not asked again by that person for this long.
REST_AFTER_NO = timedelta(days=180)


def may_meet(person: Actor, other: Actor) -> bool:
    """Ask to connect with, or be introduced to."""
    people = person.kind == other.kind == Actor.Kind.PERSON
    return people and person.pk != other.pk


def may_remember(person: Actor, other: Actor) -> bool:
    """Keep a memory card: whoever it is about, she knows nothing of it."""
    return may_meet(person, other)


def may_follow(person: Actor, other: Actor) -> bool:
    return may_meet(person, other)


def may_confirm(person: Actor, topic: KnownTopic) -> bool:
    """That she is a contact who is shown it is in `queries.topic_to_confirm`."""
    return may_meet(person, topic.actor)


def is_open_to_sender(request: ConnectionRequest) -> bool:
    return request.accepted_at is None and request.withdrawn_at is None


def is_open_to_recipient(request: ConnectionRequest) -> bool:
    return is_open_to_sender(request) and request.declined_at is None


def may_see_request(person: Actor, request: ConnectionRequest) -> bool:
    if person.pk == request.sender_id:
        return True
    return person.pk == request.recipient_id and (
        request.accepted_at is not None or is_open_to_recipient(request)
    )


def may_reply_to_request(person: Actor, request: ConnectionRequest) -> bool:
    if person.pk == request.sender_id:
        return is_open_to_sender(request)
    return person.pk == request.recipient_id and is_open_to_recipient(request)


def may_accept_request(person: Actor, request: ConnectionRequest) -> bool:
    """Also after a no: minds change."""
    return person.pk == request.recipient_id and is_open_to_sender(request)


def may_decline_request(person: Actor, request: ConnectionRequest) -> bool:
    return person.pk == request.recipient_id and is_open_to_recipient(request)


def may_withdraw_request(person: Actor, request: ConnectionRequest) -> bool:
    return person.pk == request.sender_id and is_open_to_sender(request)


def is_open_to_asker(introduction: Introduction) -> bool:
    return introduction.agreed_at is None and introduction.withdrawn_at is None


def is_waiting(step: IntroductionStep) -> bool:
    """The go-between was asked, and may still answer."""
    return (
        step.asked_at is not None
        and step.agreed_at is None
        and step.declined_at is None
        and step.superseded_at is None
    )


def may_answer_step(person: Actor, step: IntroductionStep, introduction: Introduction) -> bool:
    """Say yes or no to being the go-between."""
    mine = person.pk == step.go_between_id
    return mine and is_waiting(step) and is_open_to_asker(introduction)


def may_write_to_step(person: Actor, step: IntroductionStep, introduction: Introduction) -> bool:
    """Ask back, or answer back. A go-between who said no still looks silent to the asker."""
    if step.asked_at is None or step.superseded_at is not None:
        return False
    if not is_open_to_asker(introduction):
        return False
    if person.pk == introduction.asker_id:
        return True
    return person.pk == step.go_between_id and step.declined_at is None


def may_answer_introduction(person: Actor, introduction: Introduction) -> bool:
    """The target says yes or no; also yes after a no."""
    mine = person.pk == introduction.target_id
    return mine and introduction.proposed_at is not None and is_open_to_asker(introduction)


def may_withdraw_introduction(person: Actor, introduction: Introduction) -> bool:
    return person.pk == introduction.asker_id and is_open_to_asker(introduction)


def current_attempt(steps: Sequence[IntroductionStep]) -> list[IntroductionStep]:
    """The stops of the route that was tried last."""
    last = max((step.attempt for step in steps), default=0)
    return [step for step in steps if step.attempt == last]


def carried(steps: Sequence[IntroductionStep]) -> list[IntroductionStep]:
    """The stops of every route on which all said yes: whoever may be in the conversation."""
    broken = {step.attempt for step in steps if step.agreed_at is None}
    return [step for step in steps if step.attempt not in broken]


def may_write_in_introduction(
    person: Actor, introduction: Introduction, steps: Sequence[IntroductionStep]
) -> bool:
    if introduction.agreed_at is None:
        return False
    if person.pk in (introduction.asker_id, introduction.target_id):
        return True
    return may_leave_introduction(person, introduction, steps)


def may_leave_introduction(
    person: Actor, introduction: Introduction, steps: Sequence[IntroductionStep]
) -> bool:
    return introduction.agreed_at is not None and any(
        step.go_between_id == person.pk and step.left_at is None for step in carried(steps)
    )


def may_say_outcome(person: Actor, introduction: Introduction) -> bool:
    """What came of it: for the two who met."""
    met = person.pk in (introduction.asker_id, introduction.target_id)
    return met and introduction.agreed_at is not None


def may_thank(person: Actor, introduction: Introduction) -> bool:
    return person.pk == introduction.asker_id and introduction.agreed_at is not None


def thanked(introduction: Introduction, steps: Sequence[IntroductionStep]) -> list[Actor]:
    """Everybody on the way that brought the two together, also who left the conversation.

    Not who said yes on a way that came to a stop: she was never told that the two met.
    """
    way = {step.go_between_id: step.go_between for step in carried(steps)}
    return [*way.values(), introduction.target]


def may_announce(person: Actor, role: Role, *, today: date) -> bool:
    """A role she has, or will have: that one ends is never told by us."""
    return role.actor_id == person.pk and (role.until is None or role.until > today)


def waiting_since(
    introduction: Introduction,
    steps: Sequence[IntroductionStep],
    messages: Sequence[IntroductionMessage],
) -> datetime:
    """Since when nothing happened that the asker can see. A no is not such a thing."""
    route = current_attempt(steps)
    seen = [introduction.asked_at]
    seen += [step.asked_at for step in route if step.asked_at is not None]
    seen += [step.agreed_at for step in route if step.agreed_at is not None]
    asked = {step.pk for step in route}
    seen += [message.at for message in messages if message.step_id in asked]
    return max(seen)


def next_route_due(since: datetime) -> datetime:
    return after_working_days(since, OFFER_AFTER_WORKING_DAYS, zone=OFFICE_CLOCK)


def long_enough_ago(now: datetime) -> datetime:
    """Nothing asked later than this can be due. A day of slack: some days have 23 hours."""
    return now - timedelta(days=OFFER_AFTER_WORKING_DAYS - 1)
