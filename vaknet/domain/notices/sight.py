"""What a notice is about."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sight:
    """What a notice is about, where she can see that: its words, and the number or handle of the
    page that it stands on; `part` is the number of the answer or reply on that page.
    """

    title: str
    page: int | str
    part: int = 0
