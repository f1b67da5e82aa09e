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
    """She has an address there, and works at an organisation that has proved nothing yet. Without
    `since` it waits for the operator.
    """
    place = _lock(by, organisation)
    waits = place.domain_proofs.filter(by=by, domain=domain, way=Way.MAIL, since=None, until=None)
    if (known := waits.first()) is not None:
        return known
    if domain not in domains.provable_by_mail(by, place):
        raise Refused(_("You have no address there, or the domain is somebody else's."))
    now = timezone.now()
    if domains.needs_the_operator(by, place, domain):
        proof = _new(by, place, domain, Way.MAIL, seen_at=now)
        record(by, "asked_domain", proof, audience=Audience.SELF)
        return proof
    proof = _new(by, place, domain, Way.MAIL, since=now)
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


@transaction.atomic
def confirm_domain(*, domain: str, organisation: str) -> bool:
    """The operator's own word: what somebody showed is right. False when nobody waits for it."""
    # All that is said of the domain, as in `note_look`.
    said = DomainProof.objects.select_for_update().filter(domain=domain).order_by("pk")
    rows = said.filter(organisation__name__iexact=organisation, since=None, until=None)
    shown = sorted(rows.filter(seen_at__isnull=False), key=lambda row: row.way != Way.DNS)
    if not shown:
        return False
    _stand(shown[0], timezone.now())
    shown[0].save()
    return True


def _look_at_asked(row: DomainProof, *, found: bool, at: datetime) -> None:
    elsewhere = _stands_elsewhere(row.domain, row.organisation, way=Way.DNS)
    place, name = row.organisation, row.domain
    waits = domains.ends_name_elsewhere(place, name)
    waits = waits or domains.needs_the_operator(row.by, place, name)
    if found and elsewhere is None and waits and at - row.asked_at <= PATIENCE:
        row.seen_at, row.next_look_at = row.seen_at or at, at + LONGEST_WAIT
    elif found and elsewhere is None and not waits:
        _stand(row, at)
    elif found or at - row.asked_at > PATIENCE:
        row.until, row.next_look_at = at, None
        _tell(row, "gave_up_domain")
    else:
        row.next_look_at = at + min(FIRST_WAIT * 2**row.misses, LONGEST_WAIT)
        row.misses = min(row.misses + 1, 10)


def _stand(row: DomainProof, at: datetime) -> None:
    """Instead of what tells less: addresses here, and all that was shown of this same domain."""
    here = Q(organisation=row.organisation, way=Way.MAIL)
    of_line = here if row.way == Way.DNS else here & Q(domain=row.domain)
    less = DomainProof.objects.filter(of_line | Q(domain=row.domain, since__isnull=False))
    less.filter(until=None).exclude(pk=row.pk).update(until=at, next_look_at=None)
    row.since, row.misses = at, 0
    row.next_look_at = at + AGAIN if row.way == Way.DNS else None
    _tell(row, "proved_domain")


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
    **moments: datetime,
) -> DomainProof:
    return DomainProof.objects.create(
        organisation=place,
        domain=domain,
        way=way,
        by=by,
        token=_token(by, place, domain),
        asked_at=timezone.now(),
        **moments,
    )


def _token(by: Actor, place: Organisation, domain: str) -> str:
    """The one she had before, so that a line that still stands is found again. Only her own."""
    before = DomainProof.objects.filter(by=by, organisation=place, domain=domain)
    return before.values_list("token", flat=True).first() or secrets.token_urlsafe(24)
