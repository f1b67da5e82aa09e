"""Ties to which both agreed, the introductions that make new ones, and what one remembers."""

from vaknet.domain.connections.models.announcements import (
    AnnouncementThanks,
    Congratulation,
    RoleAnnouncement,
)
from vaknet.domain.connections.models.confirmations import Confirmation
from vaknet.domain.connections.models.follows import Follow
from vaknet.domain.connections.models.introductions import (
    GoBetweenConsent,
    GoBetweenExcept,
    Introduction,
    IntroductionMessage,
    IntroductionStep,
)
from vaknet.domain.connections.models.looking import (
    JobTip,
    LookingForWork,
    LookingReader,
    ReferenceRequest,
)
from vaknet.domain.connections.models.memory import (
    MemoryCard,
    MemoryKey,
    WaitingCard,
)
from vaknet.domain.connections.models.network import NetworkChange, NetworkEdition
from vaknet.domain.connections.models.outcomes import (
    IntroductionOutcome,
    IntroductionThanks,
)
from vaknet.domain.connections.models.ties import (
    Connection,
    ConnectionRequest,
    RequestMessage,
)

__all__ = [
    "AnnouncementThanks",
    "Confirmation",
    "Congratulation",
    "Connection",
    "ConnectionRequest",
    "Follow",
    "GoBetweenConsent",
    "GoBetweenExcept",
    "Introduction",
    "IntroductionMessage",
    "IntroductionOutcome",
    "IntroductionStep",
    "IntroductionThanks",
    "JobTip",
    "LookingForWork",
    "LookingReader",
    "MemoryCard",
    "MemoryKey",
    "NetworkChange",
    "NetworkEdition",
    "ReferenceRequest",
    "RequestMessage",
    "RoleAnnouncement",
    "WaitingCard",
]
