"""Who may leave by becoming somebody else's second account: only who is here."""

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import Account, Closure
from vaknet.domain.people.second_step import has_second_step


def may_merge(kept: Actor, merged: Actor) -> bool:
    """Two accounts, both in use and neither closed. A letter is no second step: that one is off."""
    both = (kept, merged)
    in_use = Account.objects.filter(actor__in=both, is_active=True).count()
    if in_use < len(both) or has_second_step(merged.account):
        return False
    return not Closure.objects.filter(actor__in=both, until=None).exists()
