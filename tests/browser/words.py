"""What stands on the screen in a language, so that one story serves both."""

from collections.abc import Callable
from typing import Any

from django.utils import translation


def words_in(language: str) -> Callable[..., str]:
    """`say = words_in("nl"); say("Ask %(name)s", name="Joost")`: `tests/look` sees to the Dutch."""

    def say(message: str, **names: Any) -> str:
        with translation.override(language):
            return translation.gettext(message) % names if names else translation.gettext(message)

    return say
