"""Who holds a network together: take her out and it falls into pieces.

These are the articulation points of R. Tarjan, "Depth-first search and linear graph algorithms",
SIAM Journal on Computing 1 (1972). Written without recursion: a chain of contacts may be longer
than Python's stack.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

type Ties = Mapping[int, Sequence[int]]
type Pieces = list[list[int]]


def pieces_without(ties: Ties) -> dict[int, Pieces]:
    """For everybody who holds others together: the pieces that these fall into without her."""
    above = _walk(ties)
    order = list(above)
    at = {key: place for place, key in enumerate(order)}
    lowest = {key: min([at[key], *(at[o] for o in ties[key] if o != above[key])]) for key in order}
    size = dict.fromkeys(order, 1)
    under: defaultdict[int, Pieces] = defaultdict(list)
    # Backwards everybody comes after all who hang under her.
    for key in reversed(order):
        parent = above[key]
        if parent == key:
            continue
        size[parent] += size[key]
        lowest[parent] = min(lowest[parent], lowest[key])
        if lowest[key] >= at[parent]:
            under[parent].append(order[at[key] : at[key] + size[key]])
    return _with_the_rest(under, above, size, order)


def _walk(ties: Ties) -> dict[int, int]:
    """Depth first: everybody in the order of the walk, with whom we came from. Who begins a part
    of the network comes from herself."""
    above: dict[int, int] = {}
    for start in ties:
        if start in above:
            continue
        above[start] = start
        path = [(start, iter(ties[start]))]
        while path:
            key, others = path[-1]
            fresh = next((other for other in others if other not in above), None)
            if fresh is None:
                path.pop()
            else:
                above[fresh] = key
                path.append((fresh, iter(ties[fresh])))
    return above


def _with_the_rest(
    under: Mapping[int, Pieces],
    above: Mapping[int, int],
    size: Mapping[int, int],
    order: Sequence[int],
) -> dict[int, Pieces]:
    """The piece on the other side too: all of her part of the network that does not hang on her."""
    found: dict[int, Pieces] = {}
    start, begins = 0, 0
    for place, key in enumerate(order):
        if above[key] == key:
            start, begins = key, place
        hanging = under.get(key, [])
        apart = {key}.union(*hanging)
        part = order[begins : begins + size[start]] if hanging else []
        rest = [other for other in part if other not in apart]
        pieces = [*hanging, rest] if rest else hanging
        if len(pieces) > 1:
            found[key] = pieces
    return found
