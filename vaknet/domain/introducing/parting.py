"""What this room does when a treaty ends, in the same transaction."""

from datetime import datetime

from vaknet.domain.introducing.actions import end_with_partner
from vaknet.domain.networks.actions.ending import WHEN_IT_ENDS
from vaknet.domain.networks.models import Network


def _part(network: Network, at: datetime) -> None:
    end_with_partner(network=network, at=at)


WHEN_IT_ENDS.append(_part)
