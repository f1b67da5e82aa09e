"""Who is known to other networks, and who is known of them; what goes and comes between."""

from vaknet.domain.federation.models.answering import AnswerElsewhere, ThanksElsewhere
from vaknet.domain.federation.models.delivery import Delivery, Parcel
from vaknet.domain.federation.models.follows import Follower, Following
from vaknet.domain.federation.models.identity import (
    Allowance,
    AlsoKnownAs,
    FederatedId,
    Federating,
    KeptHome,
    MovedTo,
    SigningKey,
)
from vaknet.domain.federation.models.limits import HostLimit, LimitImport
from vaknet.domain.federation.models.looks import Look
from vaknet.domain.federation.models.moderators import ModeratorElsewhere
from vaknet.domain.federation.models.organisations import Represented
from vaknet.domain.federation.models.posts import (
    Announced,
    HiddenElsewhere,
    PostArrival,
    RemotePost,
    ThreadPlace,
)
from vaknet.domain.federation.models.remote import LONGEST_ID, Host, Received, RemoteActor
from vaknet.domain.federation.models.taking_part import BlockElsewhere, VoteElsewhere
from vaknet.domain.federation.models.things import FederatedThing, RemoteThing

__all__ = [
    "LONGEST_ID",
    "Allowance",
    "AlsoKnownAs",
    "Announced",
    "AnswerElsewhere",
    "BlockElsewhere",
    "Delivery",
    "FederatedId",
    "FederatedThing",
    "Federating",
    "Follower",
    "Following",
    "HiddenElsewhere",
    "Host",
    "HostLimit",
    "KeptHome",
    "LimitImport",
    "Look",
    "ModeratorElsewhere",
    "MovedTo",
    "Parcel",
    "PostArrival",
    "Received",
    "RemoteActor",
    "RemotePost",
    "RemoteThing",
    "Represented",
    "SigningKey",
    "ThanksElsewhere",
    "ThreadPlace",
    "VoteElsewhere",
]
