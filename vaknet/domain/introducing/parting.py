"""What this room does when a treaty ends, in the same transaction."""

from vaknet.domain.introducing.actions import end_with_partner
from vaknet.domain.networks.actions.ending import WHEN_IT_ENDS

WHEN_IT_ENDS.append(end_with_partner)
