"""Which domain names belong to an organisation, and who may speak for it."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.people import organisations
from vaknet.domain.people.addresses import CURRENT
from vaknet.domain.people.models import Account, DomainProof, MailAddress, Organisation
from vaknet.kit.domain_names import domain_of, is_of_employer, with_parents

REMEMBERED = timedelta(days=30)
RECORD = "_vaknet."
VALUE = "vaknet="


def domains_of(viewer: Actor | None, place: Organisation) -> QuerySet[DomainProof]:
    """Those that stand, the first one first."""
    rows = DomainProof.objects.filter(since__isnull=False, until=None)
    if viewer is None:
        return rows.none()
    return rows.filter(organisation=place).order_by("since", "pk")


def asked_domains(viewer: Actor, place: Organisation) -> QuerySet[DomainProof]:
    """What is not proved yet, and what could not be lately: for who may speak for it."""
    rows = DomainProof.objects.filter(organisation=place, since=None)
    if not may_speak_for(viewer, place):
        return rows.none()
    lately = Q(until=None) | Q(until__gt=timezone.now() - REMEMBERED)
    return rows.filter(lately).order_by("-asked_at", "-pk")


def domain_proof(viewer: Actor, place: Organisation, pk: int) -> DomainProof:
    """One that is not over. Raises DomainProof.DoesNotExist also for who may not know of it."""
    if not may_speak_for(viewer, place):
        raise DomainProof.DoesNotExist
    return DomainProof.objects.get(pk=pk, organisation=place, until=None)


def due_for_a_look(now: datetime) -> QuerySet[DomainProof]:
    """Whoever waited longest first."""
    rows = DomainProof.objects.filter(until=None, next_look_at__lte=now)
    return rows.order_by("next_look_at", "pk")


def may_speak_for(person: Actor, place: Organisation) -> bool:
    """Whoever works there; once a domain was proved only who proved one or has an address there."""
    if not organisations.works_at(person, place):
        return False
    standing = list(domains_of(person, place).values_list("domain", "by"))
    names = {domain for domain, _by in standing}
    proved = any(by == person.pk for _domain, by in standing)
    return not standing or proved or any(names & falls_under(one) for one in addresses_of(person))


def provable_by_mail(person: Actor, place: Organisation) -> list[str]:
    """Domains of her own addresses that nobody proved yet; of the first kind only.

    An organisation that proved a domain adds others by the domain name system alone: anybody can
    say that she works there.
    """
    if domains_of(person, place).exists():
        return []
    own = {domain_of(one) for one in addresses_of(person)}
    taken = DomainProof.objects.filter(domain__in=own, since__isnull=False, until=None)
    return sorted(filter(is_of_employer, own - set(taken.values_list("domain", flat=True))))


def addresses_of(person: Actor) -> list[str]:
    """The mail addresses that she showed to be hers."""
    own = Account.objects.filter(actor=person).values_list("email", flat=True)
    beside = MailAddress.objects.filter(CURRENT, account__actor=person)
    return sorted({*own, *beside.values_list("email", flat=True)})


def falls_under(address: str) -> set[str]:
    return set(with_parents(domain_of(address)))


def has_address_at(names: list[str], *, person: str = "actor") -> Q:
    """Whether the person in that column has an address in one of these domains, or below it."""
    at = Q(pk=None)
    for name in names:
        at |= Q(domain=name) | Q(domain__endswith=f".{name}")
    beside = MailAddress.objects.filter(at, CURRENT, account__actor=OuterRef(person))
    return Q(Exists(Account.objects.filter(at, actor=OuterRef(person)))) | Q(Exists(beside))
