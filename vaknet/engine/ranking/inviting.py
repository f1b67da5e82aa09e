"""Whom to ask to answer: who knows most, without always asking the same few.

Of the people who fit each is worth

    score · 2^(-asked),    asked = Σ over requests to her of 2^(-days ago / 30)

so somebody who was asked today counts half, and a month later seven tenths. Of all invitations in
two archives, taken one by one in the order of time, the ten most asked then get 35 % and 40 %, and
100 % and 75 % without it. In two and three of ten questions one of the three is somebody who
answered in fact, unasked, instead of five and six (benchmarks/finder): what the others would have
said when they were asked, no archive can tell. A place reserved for who was asked least among the
best brought the same ten back.
"""

from collections.abc import Iterable, Mapping, Sequence

AT_ONCE = 3
FADES_BY_HALF = 30
"""Days."""


def burden(days_ago: Iterable[float]) -> float:
    """What requests of so many days ago count together."""
    return sum(2 ** (-days / FADES_BY_HALF) for days in days_ago)


def invitees(
    fitting: Sequence[tuple[int, float]], asked: Mapping[int, float], *, count: int = AT_ONCE
) -> list[int]:
    """`fitting` are people and their scores; `asked` is the burden of each, none when she is not
    in it. The first to ask comes first; fewer than `count` come back when fewer fit."""
    worth = {person: score * 2 ** -asked.get(person, 0.0) for person, score in fitting}
    return sorted(worth, key=lambda person: (-worth[person], person))[:count]
