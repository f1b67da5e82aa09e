"""With which networks this one shares who can help, now."""

from vaknet.domain.federation.rules import is_on
from vaknet.domain.networks import queries as networks
from vaknet.domain.networks.models import Network, Share


def partners() -> list[Network]:
    return list(networks.partners(sharing=Share.WHO_CAN_HELP)) if is_on() else []


def is_partner(network: Network) -> bool:
    sharing = networks.partners(sharing=Share.WHO_CAN_HELP)
    return is_on() and sharing.filter(pk=network.pk).exists()
