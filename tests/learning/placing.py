"""Somebody on a page of the finder, for who needs no more of it than that."""

from uuid import uuid4

from vaknet.domain.activity.models import Actor
from vaknet.domain.learning.features import NAMES
from vaknet.domain.learning.lessons import Placed
from vaknet.domain.learning.models import Side


def placed(person: Actor, **told: object) -> Placed:
    """The only one on the page, unless told otherwise."""
    usual: dict[str, object] = {
        "person": person,
        "key": uuid4(),
        "place": 1,
        "side": Side.ALONE,
        "features": [0.0] * len(NAMES),
        "propensities": [1.0],
    }
    return Placed(**(usual | told))  # type: ignore[arg-type]
