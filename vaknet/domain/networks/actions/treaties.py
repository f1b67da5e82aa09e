"""What managers do with treaties: propose, answer with another text, sign, withdraw, end."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation.rules import chance, is_on
from vaknet.domain.networks.actions import errands
from vaknet.domain.networks.actions.ending import end_now, lock
from vaknet.domain.networks.actions.ourselves import our_pen, our_uri
from vaknet.domain.networks.models import Network, OwnPlace, Share, Side, Terms, Treaty, TreatyShare
from vaknet.domain.networks.queries import current_terms
from vaknet.domain.networks.terms import (
    LONGEST_SIGNER,
    MOST_MONTHS,
    MOST_NOTICE,
    MOST_VERSIONS,
    Moderation,
    Party,
    Wishes,
    content_of,
    digest_of,
    to_sign,
)
from vaknet.domain.people.managers import is_manager
from vaknet.domain.people.models import Place
from vaknet.domain.refusal import Refused
from vaknet.kit.plain import plain

DAYS_A_MONTH = 30.44


@transaction.atomic
def propose_treaty(by: Actor, *, network: Network, wishes: Wishes, name: str) -> Treaty:
    """Who proposes signs: it is in force as soon as the other side signs the same text."""
    _check(by)
    _check_wishes(wishes)
    lock(network)
    if Treaty.objects.filter(network=network, ended_at=None).exists():
        raise Refused(_("There is a treaty or a proposal with this network already. Look at that."))
    treaty = Treaty.objects.create(network=network, token=chance(), proposed_by=Side.HERE)
    terms = _write(treaty, 1, wishes, name)
    errands.put_down(treaty, "propose", {"signed": terms.signed_here})
    record(by, "proposed_treaty", treaty, audience=Audience.PARTIES)
    return treaty


@transaction.atomic
def counter_treaty(by: Actor, *, treaty: Treaty, wishes: Wishes, name: str) -> Terms:
    """Another text instead of the one that lies there, signed by us. The same once more is once."""
    _check(by)
    _check_wishes(wishes)
    treaty = _open(treaty)
    standing = current_terms(treaty)
    if treaty.in_force_from is not None:
        raise Refused(_("This treaty is in force. End it first, and then propose another one."))
    if standing.number >= MOST_VERSIONS:
        raise Refused(_("You went back and forth often. Withdraw this one and begin anew."))
    them = Party(treaty.network.uri, treaty.network.name)
    same = content_of(treaty.token, standing.number, *_parties(standing, them), wishes)
    if digest_of(same) == standing.digest:
        if standing.signed_here is None:
            raise Refused(_("Nothing is different from what they propose. You can sign that."))
        return standing
    terms = _write(treaty, standing.number + 1, wishes, name)
    errands.put_down(treaty, "counter", {"signed": terms.signed_here})
    record(by, "countered_treaty", treaty, audience=Audience.PARTIES)
    return terms


@transaction.atomic
def sign_treaty(by: Actor, *, treaty: Treaty, digest: str, name: str) -> None:
    """The text that she read, by its digest: if another one came meanwhile she reads that first.
    Twice is once."""
    _check(by)
    treaty = _open(treaty)
    terms = current_terms(treaty)
    if terms.digest != digest:
        raise Refused(_("The text changed while you read it. Read it again before you sign."))
    if terms.signed_here is not None:
        return
    now = timezone.now()
    pen = our_pen()
    terms.signed_here = pen.sign(to_sign(terms.content, pen.us.uri, _named(name)))
    terms.signed_here_at = now
    terms.save(update_fields=["signed_here", "signed_here_at"])
    enter_into_force(treaty, terms, now)
    told = {"token": treaty.token, "digest": terms.digest, "signed": terms.signed_here}
    errands.put_down(treaty, "sign", told)
    record(by, "signed_treaty", treaty, audience=Audience.PARTIES)


@transaction.atomic
def end_treaty(by: Actor, *, treaty: Treaty, at_once: bool, why: str) -> None:
    """Withdraw or decline what is not in force yet; end what is, at once or when the notice is
    over. Twice is once."""
    _check(by)
    treaty, now, why = _open(treaty), timezone.now(), plain(why, 300)
    at = now if at_once or treaty.in_force_from is None else notice_over(treaty, now)
    told = {"token": treaty.token, "at": at.isoformat(), "why": why}
    if at == now:
        end_now(treaty, by=Side.HERE, why=why, at=now)
    elif treaty.notice_by:
        return
    else:
        treaty.in_force_until, treaty.notice_by, treaty.why = at, Side.HERE, why
        treaty.save(update_fields=["in_force_until", "notice_by", "why"])
    errands.put_down(treaty, "end", told)
    record(by, "ended_treaty", treaty, audience=Audience.PARTIES)


@transaction.atomic
def try_again(by: Actor, *, treaty: Treaty) -> None:
    """Tell them now what they did not answer yet."""
    _check(by)
    errands.tell_at_once(treaty)
    record(by, "tried_partner_again", treaty, audience=Audience.PARTIES)


@transaction.atomic
def say_place(by: Actor, *, place: Place | None) -> None:
    """Where this network is, for the map of partners. None: nowhere in particular."""
    _check(by)
    OwnPlace.objects.all().delete()
    if place is not None:
        OwnPlace.objects.create(name=place.name, latitude=place.latitude, longitude=place.longitude)
    record(by, "said_place_of_network", by, audience=Audience.SELF)


def enter_into_force(treaty: Treaty, terms: Terms, now: datetime) -> None:
    """Both signed this text. All other versions are set aside."""
    months = terms.content["months"]
    until = now + timedelta(days=round(months * DAYS_A_MONTH)) if months else None
    treaty.in_force_from, treaty.in_force_until = now, until
    treaty.save(update_fields=["in_force_from", "in_force_until"])
    others = treaty.versions.exclude(pk=terms.pk).filter(set_aside_at=None)
    others.update(set_aside_at=now)
    TreatyShare.objects.bulk_create(
        TreatyShare(treaty=treaty, kind=kind) for kind in terms.content["shares"]
    )


def notice_over(treaty: Treaty, now: datetime) -> datetime:
    """The day on which it ends when notice is given now; never later than its term."""
    at = now + timedelta(days=current_terms(treaty).content["noticeDays"])
    return at if treaty.in_force_until is None else min(at, treaty.in_force_until)


def _write(treaty: Treaty, number: int, wishes: Wishes, name: str) -> Terms:
    them = Party(treaty.network.uri, treaty.network.name)
    pen = our_pen()
    content = content_of(treaty.token, number, pen.us, them, wishes)
    return Terms.objects.create(
        treaty=treaty,
        number=number,
        content=content,
        digest=digest_of(content),
        by=Side.HERE,
        signed_here=pen.sign(to_sign(content, pen.us.uri, _named(name))),
        signed_here_at=timezone.now(),
    )


def _parties(terms: Terms, them: Party) -> tuple[Party, Party]:
    """With the names as they stand there: a new name alone is no other text."""
    names = {party["id"]: party["name"] for party in terms.content["parties"]}
    us = our_uri()
    return Party(us, names.get(us, "")), Party(them.uri, names.get(them.uri, ""))


def _named(name: str) -> str:
    said = plain(name, LONGEST_SIGNER)
    if not said:
        raise Refused(_("Write in whose name you sign, like: the board."), field="name")
    return said


def _open(treaty: Treaty) -> Treaty:
    """The row as it is now, locked."""
    lock(treaty.network)
    found = Treaty.objects.select_related("network").get(pk=treaty.pk)
    if found.ended_at is not None:
        raise Refused(_("This treaty has ended. You can propose a new one."))
    return found


def _check(by: Actor) -> None:
    if not is_manager(by):
        raise Refused(_("Only who looks after this network can do this."))
    if not is_on():
        raise Refused(_("This network is not connected to other networks."))


def _check_wishes(wishes: Wishes) -> None:
    if not wishes.shares or not wishes.shares <= set(Share.values):
        raise Refused(_("Choose at least one thing that you share."), field="shares")
    fits = 0 <= wishes.months <= MOST_MONTHS and 0 <= wishes.notice_days <= MOST_NOTICE
    if not fits or wishes.moderation not in Moderation.values:
        raise Refused(_("Choose how long it holds, and who moderates."))
