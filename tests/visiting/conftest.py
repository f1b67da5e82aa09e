"""A network that is connected, and a partner of it on this machine."""

from tests.networks.conftest import _in_english, connected, partner

__all__ = ["_in_english", "connected", "partner"]
