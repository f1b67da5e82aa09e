"""People: an account to get in with, a profile, and roles over a working life."""

from vaknet.domain.people.models.account import Account, Consent, SignIn
from vaknet.domain.people.models.addresses import MailAddress
from vaknet.domain.people.models.apart import Block, Mute
from vaknet.domain.people.models.audiences import PartAudience, ProfilePart
from vaknet.domain.people.models.closure import Closure
from vaknet.domain.people.models.links import ProfileLink
from vaknet.domain.people.models.mail import ReceivedMail, ReturnedMail
from vaknet.domain.people.models.merge import Merge
from vaknet.domain.people.models.organisations import DomainProof, Organisation
from vaknet.domain.people.models.photo import Photo, PhotoFile
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
    OccupationGroup,
    OccupationLabel,
    Place,
    ReferenceEdition,
    Subject,
    SubjectLabel,
)
from vaknet.domain.people.models.spoken import SpokenLanguage

__all__ = [
    "ACCENTED",
    "PLAIN",
    "Account",
    "Block",
    "Closure",
    "Consent",
    "DomainProof",
    "HelpOffer",
    "KnownTopic",
    "MailAddress",
    "Merge",
    "Mute",
    "Occupation",
    "OccupationGroup",
    "OccupationLabel",
    "Organisation",
    "PartAudience",
    "Photo",
    "PhotoFile",
    "Place",
    "Profile",
    "ProfileLink",
    "ProfilePart",
    "ReceivedMail",
    "ReferenceEdition",
    "ReturnedMail",
    "Role",
    "SignIn",
    "SoughtTopic",
    "SpokenLanguage",
    "Subject",
    "SubjectLabel",
]
