"""Members who are found by partner networks, and introductions across the border."""

from vaknet.domain.introducing.models.across import LONGEST, EndedBefore, IntroductionAcross
from vaknet.domain.introducing.models.finding import (
    AskedByPartner,
    FindableAcross,
    FindableBy,
    ShownToPartner,
)

__all__ = [
    "LONGEST",
    "AskedByPartner",
    "EndedBefore",
    "FindableAcross",
    "FindableBy",
    "IntroductionAcross",
    "ShownToPartner",
]
