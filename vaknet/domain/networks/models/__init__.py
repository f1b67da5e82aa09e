"""Partner networks, the treaties with them, and what came here through these."""

from vaknet.domain.networks.models.line import Errand, Heard, Knock
from vaknet.domain.networks.models.networks import Network, OwnPlace
from vaknet.domain.networks.models.treaties import (
    FromPartner,
    Share,
    Side,
    Terms,
    Treaty,
    TreatyShare,
)

__all__ = [
    "Errand",
    "FromPartner",
    "Heard",
    "Knock",
    "Network",
    "OwnPlace",
    "Share",
    "Side",
    "Terms",
    "Treaty",
    "TreatyShare",
]
