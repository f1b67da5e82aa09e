"""Through whom somebody can be reached, and how far away people are.

Both look at ties from the side of the one who looks, at most two go-betweens deep, and only
through people who agreed to be a go-between: a tie of anybody else is never shown nor counted.
Hubs are cut at their strongest ties, which bounds the work for everybody.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.graph.asking import reached, stops_after, ways
from vaknet.domain.connections.graph.statements import Wish
from vaknet.domain.connections.queries.descriptions import described
from vaknet.domain.frozen import Frozen
from vaknet.engine.graph import Array, Found, Way, strength

TOKEN_BYTES = 15

Describe = Callable[[Actor, Sequence[int]], Mapping[int, str]]


@dataclass(frozen=True)
class Stop:
    """A go-between as the one who looks may know it: a contact of hers, or a description."""

    actor: Actor | None
    description: str = ""

    @property
    def name(self) -> str:
        return self.actor.name if self.actor else self.description

    @property
    def first_name(self) -> str:
        return self.actor.first_name if self.actor else self.description

    @property
    def handle(self) -> str:
        return self.actor.handle if self.actor else ""

    @property
    def headline(self) -> str:
        return self.actor.headline if self.actor else ""


@dataclass(frozen=True)
class Route:
    """A way to somebody. `token` is what a form sends back: it names nobody but the first stop."""

    stops: tuple[Stop, ...]
    token: str

    @property
    def first(self) -> Actor:
        """The contact who would be asked."""
        contact = self.stops[0].actor
        if contact is None:  # pragma: no cover - `routes` always names the first stop
            raise ValueError("a route begins with a contact")
        return contact


@dataclass(frozen=True)
class Reach:
    """`degree` 1 is a contact, 2 and 3 are one and two go-betweens away, None is out of reach.

    `via_ids` are contacts of the one who looks, so they may be named. `strength` is that of the
    ties on the best way together, 0-1; it fades from day to day, so two of the same way are equal.
    """

    degree: int | None
    via_ids: tuple[int, ...] = ()
    strength: float = field(default=0.0, compare=False)


def routes(
    viewer: Actor | None,
    target: Actor,
    *,
    limit: int = 3,
    max_stops: int = 2,
    without: Iterable[int] = (),
    describe: Describe | None = None,
) -> list[Route]:
    """The best ways to `target`: shortest first, then by strong ties and go-betweens asked little
    (`engine.graph.strength`). Each begins with another contact.

    Who was asked a lot lately is left alone. Empty for a guest, for oneself and for a contact.
    `without` leaves out whoever was asked already. `describe` may say more about a farther stop
    than this room knows, by a group that is shared for instance; what it does not know falls back
    on `described`.
    """
    if viewer is None or viewer.pk == target.pk:
        return []
    wish = Wish(viewer.pk, target.pk, limit, max_stops, list(without))
    return _as_routes(viewer, target, ways(wish), describe)


def _as_routes(
    viewer: Actor, target: Actor, found: list[Way], describe: Describe | None
) -> list[Route]:
    paths = [way.stops for way in found]
    known = _ACTORS(ids=[path[0] for path in paths]) if paths else []
    firsts = {actor.pk: actor for actor in known}
    farther = sorted({path[1] for path in paths if len(path) > 1})
    words = describe(viewer, farther) if describe is not None and farther else {}
    unknown = {path[1]: firsts[path[0]] for path in paths if len(path) > 1}
    words = described({pk: first for pk, first in unknown.items() if pk not in words}) | dict(words)
    return [
        Route(
            stops=(
                Stop(firsts[path[0]]),
                *(Stop(None, words[second]) for second in path[1:]),
            ),
            token=_token(viewer, target, firsts[path[0]], path[1:]),
        )
        for path in paths
    ]


def _actors(ids: list[int]) -> QuerySet[Actor]:
    return Actor.objects.filter(pk__any_of=ids)


_ACTORS = Frozen(_actors)


def _token(viewer: Actor, target: Actor, first: Actor, farther: Sequence[int]) -> str:
    value = ":".join(str(pk) for pk in (viewer.pk, target.pk, first.pk, *farther))
    digest = salted_hmac("vaknet.route", value, algorithm="sha256").hexdigest()
    return f"{first.handle}:{digest[: 2 * TOKEN_BYTES]}"


def route_of(viewer: Actor | None, target: Actor, token: str) -> list[Actor]:
    """The people a token stands for; raises Actor.DoesNotExist if there is no such route now.

    A token cannot be read, only recognised: every stop that could follow is tried against it.
    """
    if viewer is None:
        raise Actor.DoesNotExist
    handle, _, _digest = token.partition(":")
    first = Actor.objects.get(
        handle=handle, domain="", contact_of__holder=viewer, contact_of__until=None
    )
    if secrets.compare_digest(_token(viewer, target, first, []), _ascii(token)):
        return [first]
    for second in stops_after(first.pk, target.pk):
        if secrets.compare_digest(_token(viewer, target, first, [second]), _ascii(token)):
            return [first, Actor.objects.get(pk=second)]
    raise Actor.DoesNotExist


def _ascii(token: str) -> str:
    """Comparing digests takes ASCII only; anything else is no token of ours."""
    return token if token.isascii() else ""


def reach(viewer: Actor | None, ids: Iterable[int]) -> dict[int, Reach]:
    """How far away each of these people is, and through which contact, in one statement."""
    wanted = list(ids)
    if viewer is None or not wanted:
        return {pk: Reach(None) for pk in wanted}
    found = reached(viewer.pk, wanted)
    strengths = strength(found.cost)
    rows = zip(wanted, found.degree.tolist(), found.via.tolist(), strengths.tolist(), strict=True)
    return {
        pk: Reach(degree, (via,) if via else (), strong) if degree else _OUT_OF_REACH
        for pk, degree, via, strong in rows
    }


_OUT_OF_REACH = Reach(None)


def reach_of_many(viewer: Actor, ids: Array) -> Found:
    """The same of thousands, as arrays in the order of `ids`: degree (0 is out of reach), via (0 is
    nobody), and the cost that `engine.graph.strength` tells the strength of."""
    return reached(viewer.pk, ids)
