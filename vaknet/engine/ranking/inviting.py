"""Whom to ask to answer: who knows most, without always asking the same few.

Of the people who fit, best first, each is worth

    score · 2^(-asked / PATIENCE)

where *asked* is how often she was asked of late. One of the places is kept for who fits and was
asked least, so that somebody new to this gets a turn and the network learns who else knows.
"""

from collections.abc import Mapping, Sequence

AT_ONCE = 3
PATIENCE = 4
# Who fits less than this beside the best is not asked only because nobody asked her before.
QUALIFIED = 0.3


def invitees(
    fitting: Sequence[tuple[int, float]], asked: Mapping[int, float], *, count: int = AT_ONCE
) -> list[int]:
    """`fitting` are people and their scores, best first; `asked` how often each was asked of late.

    Fewer than `count` come back when fewer fit.
    """
    worth = {person: score * 2 ** (-asked.get(person, 0) / PATIENCE) for person, score in fitting}
    order = sorted(worth, key=lambda person: (-worth[person], person))
    chosen = order[: count - 1]
    if others := [one for one in _qualified(fitting) if one not in chosen]:
        place = {person: at for at, person in enumerate(order)}
        chosen.append(min(others, key=lambda one: (asked.get(one, 0), place[one])))
    return chosen


def _qualified(fitting: Sequence[tuple[int, float]]) -> list[int]:
    best = max((score for _, score in fitting), default=0.0)
    return [person for person, score in fitting if score >= QUALIFIED * best]
