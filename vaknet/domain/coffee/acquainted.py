"""Two who both said yes to coffee know each other well enough to propose a time."""

from vaknet.domain.coffee.queries import said_yes_together
from vaknet.domain.talks.queries import ACQUAINTED

ACQUAINTED.append(said_yes_together)
