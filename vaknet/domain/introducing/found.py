"""What partners answered: shown to who asked, and kept nowhere."""

from dataclasses import dataclass

from vaknet.domain.networks.models import Network


@dataclass(frozen=True)
class FoundThere:
    """Somebody of a partner network. `token`: what it calls her in this one answer."""

    token: str
    name: str
    headline: str
    knows: tuple[str, ...]
    place: str
    reason: str


@dataclass(frozen=True)
class AnswerOf:
    """`people` is None where the network cannot be reached now."""

    network: Network
    people: tuple[FoundThere, ...] | None
