"""What becomes of it when somebody leaves, or has one account instead of two."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from vaknet.domain.activity.actions import hand_over, hand_over_once
from vaknet.domain.activity.models import Actor
from vaknet.domain.encounters.models import Encounter, Welcome


@transaction.atomic
def erase_encounters(*, actor: Actor) -> None:
    """Nobody met her any more."""
    Encounter.objects.filter(Q(person=actor) | Q(other=actor)).delete()
    Welcome.objects.filter(person=actor).delete()


@transaction.atomic
def take_over_encounters(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """With herself she did not meet; whom both accounts met she met once."""
    both = (kept, merged)
    Encounter.objects.filter(person__in=both, other__in=both).delete()
    for mine, theirs in (("person", "other"), ("other", "person")):
        rows = Encounter.objects.filter(**{mine: kept}).values_list("event", theirs)
        for event, one in rows:
            Encounter.objects.filter(**{mine: merged, "event": event, theirs: one}).delete()
        hand_over(Encounter.objects.exclude(**{theirs: F(mine)}), mine, kept=kept, merged=merged)
    hand_over_once(
        Welcome.objects.all(), "person", kept=kept, merged=merged, same=["event_id"], at=at
    )
