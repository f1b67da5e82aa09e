"""Showing whose a domain name is: by a line in the DNS, or by a mail address."""

import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people import domains
from vaknet.domain.people.models import DomainProof, Organisation
from vaknet.domain.refusal import Refused
from vaknet.kit.domain_names import BadDomain, domain_name, is_of_employer

LOOK_FOR_DOMAIN = "look_for_domain"
MOST_ASKED = 5
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=12)
PATIENCE = timedelta(days=14)
AGAIN = timedelta(days=30)  # what stands is looked at once a month
SOON = timedelta(days=3)  # and after it was missed
MOST_MISSES = 4  # in a row, so nine days
Way = DomainProof.Way


@transaction.atomic
def ask_domain(by: Actor, *, organisation: Organisation, domain: str) -> DomainProof:
    """From now on we look for its token. Asking twice is asking once."""
    place = _lock(by, organisation)
    name = _name(domain)
    _check_free(name, place)
    open_ones = place.domain_proofs.filter(way=Way.DNS, until=None)
    own = open_ones.filter(by=by)
    known = open_ones if domains.may_speak_for(by, place) else own
    same = known.filter(domain=name).first()
    if same is not None:
        return same
    if own.filter(since=None).count() >= MOST_ASKED:
        raise Refused(
            _("You ask for many domains at once. Stop looking for one of them first."),
            field="domain",
        )
    asked = _new(by, place, name, Way.DNS, next_look_at=timezone.now())
    record(by, "asked_domain", asked, audience=Audience.SELF)
    look_for_domain(proof=asked)
    return asked


@transaction.atomic
def prove_domain_by_mail(by: Actor, *, organisation: Organisation, domain: str) -> DomainProof:
    """She has an address there, and works at an organisation that has proved nothing yet."""
    place = _lock(by, organisation)
    if domain not in domains.provable_by_mail(by, place):
        raise Refused(_("You have no address there, or the domain is somebody else's."))
    proof = _new(by, place, domain, Way.MAIL, since=timezone.now())
    # Quietly: the page before her says it already, no letter needs to.
    record(by, "proved_domain", proof, audience=Audience.SELF, quietly=True)
    return proof


@transaction.atomic
def withdraw_domain(by: Actor, *, proof: DomainProof) -> None:
    """Stop looking for it, or let it no longer stand."""
    place = _lock(by, proof.organisation, proof)
    if place.domain_proofs.filter(pk=proof.pk, until=None).update(
        until=timezone.now(), next_look_at=None
    ):
        record(by, "withdrew_domain", proof, audience=Audience.SELF)


@transaction.atomic
def look_again(by: Actor, *, proof: DomainProof) -> None:
    place = _lock(by, proof.organisation, proof)
    waiting = place.domain_proofs.filter(pk=proof.pk, since=None, until=None)
    if waiting.update(next_look_at=timezone.now()):
        record(by, "asked_domain", proof, audience=Audience.SELF)
        look_for_domain(proof=proof)


def look_for_domain(*, proof: DomainProof) -> None:
    """Enqueue the look; one at a time."""
    lock = f"{LOOK_FOR_DOMAIN}-{proof.pk}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        task = app.configure_task(LOOK_FOR_DOMAIN, queueing_lock=lock, allow_unknown=True)
        task.defer(proof_id=proof.pk)


@transaction.atomic
def note_look(*, proof: DomainProof, found: bool | None, at: datetime) -> DomainProof:
    """What the domain name system said; None when nobody answered, which proves nothing."""
    # All that is said of the domain, so that of two organisations one is first.
    said = DomainProof.objects.select_for_update().filter(domain=proof.domain).order_by("pk")
    row = next(one for one in said if one.pk == proof.pk)
    if row.until is not None or row.way != Way.DNS:
        return row
    if row.since is None:
        _look_at_asked(row, found=bool(found), at=at)
    else:
        _look_at_standing(row, found=found, at=at)
    row.save()
    return row


def end_domain(*, domain: str) -> int:
    """The operator's own word: it was not theirs. The number of proofs that ended."""
    rows = DomainProof.objects.filter(domain=domain, until=None)
    return rows.update(until=timezone.now(), next_look_at=None)


def _look_at_asked(row: DomainProof, *, found: bool, at: datetime) -> None:
    elsewhere = _stands_elsewhere(row.domain, row.organisation, way=Way.DNS)
    if found and elsewhere is None and _is_contested(row) and at - row.asked_at <= PATIENCE:
        row.seen_at, row.next_look_at = row.seen_at or at, at + LONGEST_WAIT
    elif found and elsewhere is None and not _is_contested(row):
        _end_what_tells_less(row, at)
        row.since, row.misses, row.next_look_at = at, 0, at + AGAIN
        _tell(row, "proved_domain")
    elif found or at - row.asked_at > PATIENCE:
        row.until, row.next_look_at = at, None
        _tell(row, "gave_up_domain")
    else:
        row.next_look_at = at + min(FIRST_WAIT * 2**row.misses, LONGEST_WAIT)
        row.misses = min(row.misses + 1, 10)


def _is_contested(row: DomainProof) -> bool:
    """Another domain stands, and she has nothing to do with that one: one of the two is wrong."""
    lines = DomainProof.objects.filter(way=Way.DNS, since__isnull=False, until=None)
    others = lines.filter(organisation=row.organisation).exclude(domain=row.domain)
    hers = row.by is not None and domains.may_speak_for(row.by, row.organisation)
    return not hers and others.exists()


def _end_what_tells_less(row: DomainProof, at: datetime) -> None:
    """Addresses, here and at this domain elsewhere; and an older line for this same domain."""
    standing = DomainProof.objects.filter(since__isnull=False, until=None)
    less = Q(way=Way.MAIL, organisation=row.organisation) | Q(domain=row.domain)
    standing.filter(less).update(until=at, next_look_at=None)


def _look_at_standing(row: DomainProof, *, found: bool | None, at: datetime) -> None:
    row.misses = 0 if found else row.misses + (found is not None)
    row.next_look_at = at + (AGAIN if found else SOON)
    if row.misses >= MOST_MISSES:
        row.until, row.next_look_at = at, None
        _tell(row, "lost_domain")


def _tell(row: DomainProof, verb: str) -> None:
    """Who asked for it may have left since."""
    if row.by is not None:
        record(row.by, verb, row, audience=Audience.SELF)


def _lock(by: Actor, organisation: Organisation, proof: DomainProof | None = None) -> Organisation:
    one_at_a_time(by)
    place = Organisation.objects.select_for_update().get(pk=organisation.pk)
    may = domains.may_show_domain(by, place)
    if not may or (proof is not None and not domains.may_change(by, place, proof)):
        raise Refused(_("Only people who work there can do this, with an address of their domain."))
    return place


def _name(text: str) -> str:
    try:
        name = domain_name(text)
    except BadDomain:
        raise Refused(
            _("This is not the name of a domain. Fill in something like waterveen.nl."),
            field="domain",
        ) from None
    if not is_of_employer(name):
        raise Refused(
            _("Everybody can get a mail address there, so it tells nothing. Choose another one."),
            field="domain",
        )
    return name


def _check_free(name: str, place: Organisation) -> None:
    other = _stands_elsewhere(name, place, way=Way.DNS)
    if other is not None:
        told = {"domain": name, "organisation": other.organisation.name}
        raise Refused(_("%(domain)s belongs to %(organisation)s.") % told, field="domain")


def _stands_elsewhere(name: str, place: Organisation, *, way: str) -> DomainProof | None:
    rows = DomainProof.objects.filter(domain=name, since__isnull=False, until=None, way=way)
    return rows.exclude(organisation=place).select_related("organisation").first()


def _new(
    by: Actor,
    place: Organisation,
    domain: str,
    way: str,
    *,
    since: datetime | None = None,
    next_look_at: datetime | None = None,
) -> DomainProof:
    return DomainProof.objects.create(
        organisation=place,
        domain=domain,
        way=way,
        by=by,
        token=_token(by, place, domain),
        asked_at=timezone.now(),
        since=since,
        next_look_at=next_look_at,
    )


def _token(by: Actor, place: Organisation, domain: str) -> str:
    """The one she had before, so that a line that still stands is found again. Only her own."""
    before = DomainProof.objects.filter(by=by, organisation=place, domain=domain)
    return before.values_list("token", flat=True).first() or secrets.token_urlsafe(24)
