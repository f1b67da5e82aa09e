"""Who works for the same employer: the one place that knows.

Somebody who looks for work must be able to rely on it that her employer does not hear of it. So a
colleague is whoever has a role of today, or one still to come, of any kind, at an organisation
where she works, whether that role is shown or not. Whoever learns in another way that a person
belongs to an organisation (a verified address, a page that is looked after) adds that here.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from vaknet.domain.people.models import Role


def _lasts(today: date) -> Q:
    return Q(until=None) | Q(until__gte=today)


def employs_both(viewer: int, *, today: date, person: str = "actor") -> Q:
    """Whether the viewer is a colleague of the person in that column."""
    of_viewer = Role.objects.filter(
        _lasts(today), actor=viewer, organisation=OuterRef("organisation")
    )
    return Q(Exists(_work(today).filter(Exists(of_viewer), actor=OuterRef(person))))


def is_colleague_of(owner: int, *, today: date, known: Q | None = None) -> Q:
    """Whether a person in the rows works for an employer of `owner`.

    `known` leaves out roles of which the owner may not know.
    """
    employers = _work(today).filter(actor=owner).values("organisation")
    theirs = Role.objects.filter(_lasts(today), actor=OuterRef("pk"), organisation__in=employers)
    return Q(Exists(theirs if known is None else theirs.filter(known)))


def _work(today: date) -> QuerySet[Role]:
    return Role.objects.filter(_lasts(today), kind=Role.Kind.WORK, organisation__isnull=False)


def employers(owner: int, *, today: date) -> list[str]:
    """By name, for her own eyes."""
    names = _work(today).filter(actor=owner).order_by("organisation__name")
    return list(names.values_list("organisation__name", flat=True).distinct())
