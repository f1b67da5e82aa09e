"""How a room says no."""

from django.utils.functional import Promise


class Refused(Exception):
    """An action that may not or cannot happen, with a sentence for the person who tried.

    `message` says what happened and what to do, translated when shown.
    `field` names the form field it belongs to, or is empty.
    """

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
