"""Who works for the same employer: the one place that knows.

Somebody who looks for work must be able to rely on it that her employer does not hear of it. So a
colleague is whoever has a role of today, or one still to come, of any kind, at an organisation
where she works, whether that role is shown or not; and whoever has a mail address at a domain of
it, or at the domain of her own address, unless everybody can get one there. A page elsewhere that
is proved to be somebody's counts as an address of hers at the domain of that page; but two pages
at one domain say nothing, unless it is known whose the domain is: a whole country writes at the
same few. Whoever learns in another way that a person belongs to an organisation adds that here.
"""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Concat, Lower

from vaknet.domain.people.addresses import CURRENT
from vaknet.domain.people.models import Account, DomainProof, MailAddress, ProfileLink, Role
from vaknet.kit.domain_names import FOR_EVERYBODY

HOST = r"^https://(?:www\.)?([^/:?#]*[^/:?#.])"


def _lasts(today: date) -> Q:
    return Q(until=None) | Q(until__gte=today)


def employs_both(viewer: int, *, today: date, person: str = "actor") -> Q:
    """Whether the viewer is a colleague of the person in that column."""
    roles = Role.objects.filter(_lasts(today))
    of_viewer = roles.filter(actor=viewer, organisation=OuterRef("organisation"))
    belongs = Q(Exists(of_viewer)) | Q(Exists(_domains_of(viewer)))
    of_person = _domains_of(OuterRef(OuterRef(OuterRef(person))))
    return (
        Q(Exists(_work(today).filter(belongs, actor=OuterRef(person))))
        | Q(Exists(roles.filter(Exists(of_person), actor=viewer)))
        | Q(Exists(_proofs().filter(_is_at(viewer), _is_at(OuterRef(OuterRef(person))))))
        | _at_the_domain_of(viewer, person)
    )


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


def _domains_of(person: int | OuterRef) -> QuerySet[DomainProof]:
    """Domains of the organisation in the row around, where this person has an address."""
    return _proofs().filter(_is_at(person), organisation=OuterRef("organisation"))


def _proofs() -> QuerySet[DomainProof]:
    return DomainProof.objects.filter(since__isnull=False, until=None)


def _is_at(person: int | OuterRef) -> Q:
    """Whether this person has an address, or a page, at the domain in the row or below it."""
    under = Q(domain=OuterRef("domain")) | Q(domain__endswith=_below(OuterRef("domain")))
    ways = [*_addresses(), _pages()]
    return reduce(or_, [Q(Exists(rows.filter(under, **{of: person}))) for rows, of in ways])


def _at_the_domain_of(viewer: int, person: str) -> Q:
    """The viewer is at or below a domain where the person has an address, or the other way."""
    theirs = ExpressionWrapper(OuterRef("domain"), output_field=CharField())
    near = Q(domain__endswith=_below("theirs")) | Q(theirs__endswith=_below("domain"))
    near |= Q(domain=F("theirs"))
    addresses, pages = _addresses(), [_pages()]
    found = []
    for hers, ways in ((addresses, addresses + pages), (pages, addresses)):
        for rows, of in hers:
            at = rows.filter(**{of: OuterRef(OuterRef(person))}).annotate(theirs=theirs)
            at = at.filter(near)
            found += [Q(Exists(each.filter(Exists(at), **{by: viewer}))) for each, by in ways]
    return reduce(or_, found)


def _below(domain: str | OuterRef) -> Concat:
    return Concat(Value("."), domain, output_field=CharField())


def _addresses() -> list[tuple[QuerySet[Any], str]]:
    """All that are proved, each with the column of whose they are; none that everybody can get."""
    everybody = sorted(FOR_EVERYBODY)
    beside = MailAddress.objects.filter(CURRENT)
    return [
        (Account.objects.exclude(domain__any_of=everybody), "actor"),
        (beside.exclude(domain__any_of=everybody), "account__actor"),
    ]


def _pages() -> tuple[QuerySet[Any], str]:
    """Those that link back to whoever says they are hers, each with its domain."""
    host = Func("url", Value(HOST), function="substring", output_field=CharField())
    proved = ProfileLink.objects.filter(proved_since__isnull=False).annotate(domain=Lower(host))
    return proved.exclude(domain__any_of=sorted(FOR_EVERYBODY)), "actor"
