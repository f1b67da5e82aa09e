"""Who of a few people may know this: for asking them at once, not for finding a way to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding.queries.demand import people_here
from vaknet.domain.finding.queries.evidence import Source, proofs
from vaknet.domain.finding.queries.explaining import explain
from vaknet.domain.finding.queries.people import CANDIDATES, fits
from vaknet.domain.finding.queries.understanding import Reader, answerer, understand
from vaknet.domain.finding.reasons import Code, Reason
from vaknet.domain.frozen import Frozen
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.people.apart import is_muted
from vaknet.domain.people.models import KnownTopic, Role

DRAWN_FROM: dict[Code, type[Source]] = {
    Code.KNOWS: KnownTopic,
    Code.HAS_ROLE: Role,
    Code.HAD_ROLE: Role,
}


@dataclass(frozen=True)
class Fitting:
    """`score`: what she knows of it, and whether she is around; not how near the asker is, who
    needs no way to her. `source`: what the reason is drawn from, where that is one thing.
    """

    actor: Actor
    score: float
    reason: Reason
    source: Source | None


def who_fit(
    viewer: Actor,
    text: str,
    *,
    among: Collection[int],
    without: Collection[int] = (),
    unread: Collection[int] = (),
    inside: int | None = None,
) -> list[Fitting]:
    """Who of these fit, best first, by what the one who looks may read herself, but for groups
    that are left `unread`. `inside`: of what is told only to who is in a group, that of this one.

    Each fits on her own account: that another does is no reason to ask her. Nor is she there whom
    the one who looks muted. Who muted *her* is: that is not to be known.
    """
    understood = understand(text)
    if not understood or not among:
        return []
    reader = Reader.of(viewer).but(unread, inside=inside)
    found = answerer(reader, understood, among=among, without=without).people(CANDIDATES)
    fitting = {one.person: one for one in found if fits(one)}
    actors = {one.pk: one for one in _PEOPLE(viewer=viewer.pk, ids=[*fitting])}
    here = [one for one in fitting.values() if one.person in actors]
    asked = understood.spelled
    evidence = proofs(reader, here, asked)
    today = timezone.localdate()
    told = []
    for one in here:
        sources = evidence[one.person]
        why = explain(actors[one.person], sources, (), asked, today)
        if why:
            source = _drawn_from(why[0], sources)
            told.append(Fitting(actors[one.person], one.standing, why[0], source))
    return told


def _drawn_from(reason: Reason, sources: Sequence[Source]) -> Source | None:
    """A reason is of the first source of its kind, and names the answer."""
    if reason.answer is not None:
        return next(one for one in sources if isinstance(one, Answer) and one.pk == reason.answer)
    kind = DRAWN_FROM.get(reason.code)
    return next((one for one in sources if kind is not None and isinstance(one, kind)), None)


def _people(viewer: int, ids: list[int]) -> QuerySet[Actor]:
    return people_here(viewer, ids).exclude(is_muted(viewer))


_PEOPLE = Frozen(_people)
