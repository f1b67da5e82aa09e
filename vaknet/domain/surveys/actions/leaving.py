"""What becomes of polls and votes when somebody is gone, or has one account instead of two."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from vaknet.domain.activity.actions import hand_over
from vaknet.domain.activity.models import Actor
from vaknet.domain.surveys.models import Poll, Vote


@transaction.atomic
def erase_voter(*, actor: Actor, former: Actor, polls_stay: bool) -> None:
    """What she chose in an open poll goes. What she asked and others voted on is the group's."""
    Vote.objects.filter(voter=actor).delete()
    hers = Poll.objects.filter(author=actor)
    hers.exclude(withdrawn_at=None).delete()
    if not polls_stay:
        voted = Vote.objects.filter(choice__poll=OuterRef("pk"))
        hers.filter(~Exists(voted), Q(voters=None) | Q(voters=0)).delete()
    Poll.objects.filter(author=actor).update(author=former)


@transaction.atomic
def take_over_polls(*, kept: Actor, merged: Actor) -> None:
    """Who voted by both accounts votes once: as with the one that is kept."""
    voted = Vote.objects.filter(voter=kept).values("choice__poll")
    Vote.objects.filter(voter=merged, choice__poll__in=voted).delete()
    hand_over(Vote.objects.all(), "voter", kept=kept, merged=merged)
    hand_over(Poll.objects.all(), "author", kept=kept, merged=merged)
