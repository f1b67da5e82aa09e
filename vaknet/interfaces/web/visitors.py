"""Who came in by way of another system: what we believe of it, and what can be wrong with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from requests import RequestException

LONGEST_SHOWN = 120
STALE, CANCELLED, UNREACHABLE, WRONG = "stale", "cancelled", "unreachable", "wrong"
WORDS = {
    STALE: _("This attempt was used before, or it took too long. Try once more."),
    CANCELLED: _("You stopped at %(name)s. You are not signed in with it."),
    UNREACHABLE: _("%(name)s does not answer as it should now. Try it later."),
    WRONG: _("We cannot trust what %(name)s answered. Tell who runs this network."),
}


@dataclass(frozen=True)
class Visitor:
    """`shown`: as she is known there, to recognise it by. `email` only when it is proved there."""

    provider: str
    subject: str
    shown: str
    email: str


class Trouble(Exception):
    """`detail` is for the operator: nothing in it that a provider or a visitor said."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@contextmanager
def trusting_nothing(nonsense: tuple[type[Exception], ...]) -> Iterator[None]:
    """Raises Trouble for an answer that did not come, and for what one that makes no sense does to
    the code that reads it: `nonsense`.
    """
    try:
        yield
    except RequestException as error:
        raise Trouble(UNREACHABLE, type(error).__name__) from error
    except nonsense as error:
        raise Trouble(WRONG, type(error).__name__) from error
