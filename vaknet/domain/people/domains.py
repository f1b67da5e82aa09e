"""Which domain names belong to an organisation, and who may speak for it."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.people import organisations
from vaknet.domain.people.addresses import CURRENT
from vaknet.domain.people.models import Account, DomainProof, MailAddress, Organisation, Role
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
    """What is not proved yet, and what could not be lately; of colleagues only for who speaks."""
    rows = DomainProof.objects.filter(organisation=place, since=None)
    if not may_speak_for(viewer, place):
        rows = rows.filter(by=viewer) if may_show_domain(viewer, place) else rows.none()
    lately = Q(until=None) | Q(until__gt=timezone.now() - REMEMBERED)
    by_line = Q(way=DomainProof.Way.DNS)
    own_address = Q(by=viewer, until=None)  # nobody's business but hers, and nobody looks for it
    return rows.filter(lately, by_line | own_address).order_by("-asked_at", "-pk")


def domain_proof(viewer: Actor, place: Organisation, pk: int) -> DomainProof:
    """One that is not over. Raises DomainProof.DoesNotExist also for who may not change it."""
    proof = DomainProof.objects.get(pk=pk, organisation=place, until=None)
    if not may_change(viewer, place, proof):
        raise DomainProof.DoesNotExist
    return proof


def due_for_a_look(now: datetime) -> QuerySet[DomainProof]:
    """Whoever waited longest first."""
    rows = DomainProof.objects.filter(until=None, next_look_at__lte=now)
    return rows.order_by("next_look_at", "pk")


def waiting_for_the_operator() -> QuerySet[DomainProof]:
    """What was shown, but no machine can tell whether it is right."""
    rows = DomainProof.objects.filter(seen_at__isnull=False, since=None, until=None)
    return rows.exclude(by=None).select_related("organisation", "by").order_by("seen_at", "pk")


def needs_the_operator(by: Actor | None, place: Organisation, domain: str) -> bool:
    """Whether a person has to look first: at a domain beside another one of which she has nothing,
    because one of the two is wrong; and at the first one of a public body, which is known by its
    name before anybody who works there came.
    """
    standing = DomainProof.objects.filter(organisation=place, since__isnull=False, until=None)
    if not place.uri:
        standing = standing.filter(way=DomainProof.Way.DNS)
    known = dict(standing.values_list("domain", "by"))
    if not known or domain in known:
        return bool(place.uri) and not known
    if by is None or not organisations.works_at(by, place):
        return True
    return by.pk not in known.values() and not _has_address(by, set(known))


def ends_name_elsewhere(place: Organisation, domain: str) -> bool:
    """Whether a line of this domain would end the one by which other networks know it, which an
    address there shows. Anybody who says that she works there can put a line at some domain."""
    known = DomainProof.objects.filter(
        organisation=place,
        way=DomainProof.Way.MAIL,
        since__isnull=False,
        until=None,
        organisation__represented__until=None,
        organisation__represented__domain=F("domain"),
    )
    return known.exclude(domain=domain).exists()


def may_show_domain(person: Actor, place: Organisation) -> bool:
    """Whoever says that she works there: nobody can keep the real ones out by being the first."""
    return organisations.works_at(person, place)


def may_speak_for(person: Actor, place: Organisation) -> bool:
    """Whoever works there; once a line in the DNS showed a domain only who put one there or has
    an address there. An address alone shuts nobody out: anybody has one somewhere.
    """
    if not organisations.works_at(person, place):
        return False
    lines = domains_of(person, place).filter(way=DomainProof.Way.DNS).values_list("domain", "by")
    names = {domain for domain, _by in lines}
    proved = any(by == person.pk for _domain, by in lines)
    return not names or proved or _has_address(person, names)


def spoken_for(person: Actor) -> list[Organisation]:
    """By name."""
    roles = Role.objects.filter(actor=person, kind=Role.Kind.WORK)
    places = Organisation.objects.filter(pk__in=roles.values("organisation")).order_by("name")
    return [place for place in places if may_speak_for(person, place)]


def may_change(person: Actor, place: Organisation, proof: DomainProof) -> bool:
    """Take it off, or look now: who showed it, and who may speak for the organisation. What was
    shown by an address is taken off only by who has an address there, as long as no line stands.
    """
    if proof.by_id == person.pk or not may_speak_for(person, place):
        return proof.by_id == person.pk and may_show_domain(person, place)
    by_line = domains_of(person, place).filter(way=DomainProof.Way.DNS)
    is_asked = proof.since is None and proof.way == DomainProof.Way.DNS
    return is_asked or by_line.exists() or _has_address(person, {proof.domain})


def domains_spoken_for(person: Actor, place: Organisation) -> list[str]:
    """The domains that stand and that she may take off, as `may_change` has it: by these she speaks
    for the organisation. In a number of statements that does not depend on how many there are."""
    standing = list(domains_of(person, place))
    if not standing or not may_show_domain(person, place):
        return []
    own = {name for address in addresses_of(person) for name in falls_under(address)}
    lines = [proof for proof in standing if proof.way == DomainProof.Way.DNS]
    if any(proof.by_id == person.pk or proof.domain in own for proof in lines):
        return [proof.domain for proof in standing]
    return [
        proof.domain
        for proof in standing
        if proof.by_id == person.pk or (not lines and proof.domain in own)
    ]


def _has_address(person: Actor, names: set[str]) -> bool:
    return any(names & falls_under(one) for one in addresses_of(person))


def provable_by_mail(person: Actor, place: Organisation) -> list[str]:
    """Domains of her own addresses that nobody proved yet, and she does not wait for.

    An organisation that showed a domain with a line adds others in that way alone: anybody can say
    that she works there.
    """
    if domains_of(person, place).filter(way=DomainProof.Way.DNS).exists():
        return []
    own = {domain_of(one) for one in addresses_of(person)}
    waits = Q(by=person, organisation=place, way=DomainProof.Way.MAIL)
    rows = DomainProof.objects.filter(domain__in=own, until=None)
    taken = rows.filter(Q(since__isnull=False) | waits)
    return sorted(filter(is_of_employer, own - set(taken.values_list("domain", flat=True))))


def addresses_of(person: Actor) -> list[str]:
    """The mail addresses that she showed to be hers."""
    own = Account.objects.filter(actor=person).values_list("email", flat=True)
    beside = MailAddress.objects.filter(CURRENT, account__actor=person)
    return sorted({*own, *beside.values_list("email", flat=True)})


def gets_mail_through(person: Actor, role: Role) -> bool:
    """Whether her mail goes to the employer whom she leaves with this role: to its domain, or when
    nobody showed one to an address that is not of a provider for everybody.
    """
    place = role.organisation
    if place is None or role.kind != Role.Kind.WORK or role.until is None:
        return False
    if Role.objects.filter(actor=person, organisation=place, until=None).exists():
        return False
    address = Account.objects.values_list("email", flat=True).get(actor=person)
    names = set(domains_of(person, place).values_list("domain", flat=True))
    return bool(names & falls_under(address)) if names else is_of_employer(domain_of(address))


def falls_under(address: str) -> set[str]:
    return set(with_parents(domain_of(address)))


def has_address_at(names: list[str], *, person: str = "actor") -> Q:
    """Whether the person in that column has an address in one of these domains, or below it."""
    at = Q(pk=None)
    for name in names:
        at |= Q(domain=name) | Q(domain__endswith=f".{name}")
    beside = MailAddress.objects.filter(at, CURRENT, account__actor=OuterRef(person))
    return Q(Exists(Account.objects.filter(at, actor=OuterRef(person)))) | Q(Exists(beside))
