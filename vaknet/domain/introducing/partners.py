"""With which networks this one shares something of members, now: who can help, or who is there."""

from vaknet.domain.federation.rules import is_on
from vaknet.domain.networks import queries as networks
from vaknet.domain.networks.models import Network, Share

OF_MEMBERS = (Share.DIRECTORY, Share.WHO_CAN_HELP)


def partners(*kinds: Share) -> list[Network]:
    """That share one of these; without a kind, one of both."""
    return list(networks.partners(*(kinds or OF_MEMBERS))) if is_on() else []


def is_partner(network: Network, *kinds: Share) -> bool:
    sharing = networks.partners(*(kinds or OF_MEMBERS))
    return is_on() and sharing.filter(pk=network.pk).exists()
