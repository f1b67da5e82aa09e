"""People: an account to get in with, a profile, and roles over a working life."""

from vaknet.domain.people.models.account import Account, Consent
from vaknet.domain.people.models.apart import Block, Mute
from vaknet.domain.people.models.profile import (
    HelpOffer,
    KnownTopic,
    Profile,
    Role,
    SoughtTopic,
)
from vaknet.domain.people.models.reference import (
    ACCENTED,
    PLAIN,
    Occupation,
    OccupationLabel,
    Organisation,
    Place,
    ReferenceEdition,
)

__all__ = [
    "ACCENTED",
    "PLAIN",
    "Account",
    "Block",
    "Consent",
    "HelpOffer",
    "KnownTopic",
    "Mute",
    "Occupation",
    "OccupationLabel",
    "Organisation",
    "Place",
    "Profile",
    "ReferenceEdition",
    "Role",
    "SoughtTopic",
]
