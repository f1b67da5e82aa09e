"""How many tips, and who may do what with one."""

from datetime import timedelta

from vaknet.domain.activity.models import Actor
from vaknet.domain.tips.models import Tip

DAY = timedelta(days=1)
# Enough for whoever thinks before she sends, and a day of spam is over soon.
A_DAY, A_DAY_TO_ONE = 10, 3
# For so long a tip stands on the line, and nobody hears of the same thing again. What is still open
# then may be given anew. It does not depend on what the other did with it: of a no nobody is told.
ONE_AT_A_TIME = timedelta(days=30)


def may_decline(person: Actor, tip: Tip) -> bool:
    return tip.receiver_id == person.pk


def may_thank(person: Actor, tip: Tip, *, is_used: bool) -> bool:
    """That two people know each other, and where somebody goes, is theirs to tell; of the rest the
    network thanks itself."""
    return tip.receiver_id == person.pk and tip.kind in ("person", "event") and is_used
