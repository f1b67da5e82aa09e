"""A question with choices (FEP-9967)."""

from dataclasses import dataclass
from datetime import datetime

from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.refusals import Unreadable

MOST_OPTIONS = 50
LONGEST_OPTION = 500


@dataclass(frozen=True)
class Option:
    """`said`: its very words, as a vote has to name them; `name` is these as they are shown."""

    name: str
    votes: int
    said: str


@dataclass(frozen=True)
class Poll:
    """What its author says was voted. `ends`: when it will close; `closed`: when it did."""

    options: tuple[Option, ...]
    several: bool
    ends: datetime | None
    closed: datetime | None
    voters: int | None


def poll(fields: Fields) -> Poll:
    """Raises Unreadable for one without choices, with far too many, or with two of one name: a vote
    names its choice."""
    several = not fields.has("oneOf")
    given = fields.things("anyOf" if several else "oneOf")
    options = tuple(_option(one) for one in given)
    names = {option.name for option in options}
    if not 0 < len(options) <= MOST_OPTIONS or len(names) != len(options) or "" in names:
        raise Unreadable("choices that cannot be told apart")
    return Poll(
        options,
        several,
        fields.moment("endTime"),
        fields.moment("closed"),
        fields.count("votersCount"),
    )


def _option(fields: Fields) -> Option:
    name, given = fields.text("name", longest=LONGEST_OPTION), fields.value.get("name")
    said = given if isinstance(given, str) and len(given) <= LONGEST_OPTION else name
    return Option(name, fields.count("replies") or 0, said)
