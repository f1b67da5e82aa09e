"""Who may do what with polls. Membership is given: no rule asks the database."""

from datetime import date
from typing import TYPE_CHECKING

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.rules import may_steward
from vaknet.domain.surveys.models import Poll

if TYPE_CHECKING:
    from vaknet.domain.groups.models import MembershipOfOne

FEWEST_CHOICES, MOST_CHOICES = 2, 10
OPEN_POLLS = 5
LONGEST_DAYS = 90
# Among fewer, figures would tell too much of who chose what. Of members: whoever runs a network
# elsewhere can make up as many voters as he needs, and subtract them.
FEWEST_VOTERS = 5
VOTES_A_DAY = 100  # of one person elsewhere


def may_ask(membership: "MembershipOfOne | None") -> bool:
    return membership is not None


def is_open(poll: Poll, today: date) -> bool:
    """Also before it was counted nobody votes after its last day."""
    return poll.closed_at is None and poll.withdrawn_at is None and today <= poll.closes_on


def may_vote(poll: Poll, membership: "MembershipOfOne | None", today: date) -> bool:
    return membership is not None and is_open(poll, today)


def may_vote_from_elsewhere(poll: Poll, person: Actor, *, follows: bool, today: date) -> bool:
    """`follows`: the group, and it was agreed. Groups and programs there have no vote."""
    is_taken = poll.takes_elsewhere and follows and person.kind == Actor.Kind.PERSON
    return is_taken and is_open(poll, today)


def may_end(person: Actor, poll: Poll, membership: "MembershipOfOne | None") -> bool:
    """Close it before its day, or take it away."""
    return poll.author_id == person.pk or may_steward(membership)
