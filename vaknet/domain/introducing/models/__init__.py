"""Members who are found by partner networks, and introductions across the border."""

from vaknet.domain.introducing.models.across import LONGEST, IntroductionAcross
from vaknet.domain.introducing.models.finding import (
    AskedByPartner,
    FindableAcross,
    KeptFromPartner,
    ShownToPartner,
)

__all__ = [
    "LONGEST",
    "AskedByPartner",
    "FindableAcross",
    "IntroductionAcross",
    "KeptFromPartner",
    "ShownToPartner",
]
