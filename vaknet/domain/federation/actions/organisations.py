"""Letting other networks know of an organisation, and stopping."""

from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation import queries, rules
from vaknet.domain.federation.actions.follows import (
    end_follows_elsewhere,
    refuse_followers_of_before,
)
from vaknet.domain.federation.actions.identity import prepare
from vaknet.domain.federation.models import Represented
from vaknet.domain.federation.queries.managers import looks_after_network
from vaknet.domain.people.actions import actor_of_organisation, part_with_actor
from vaknet.domain.people.domains import domains_spoken_for
from vaknet.domain.people.models import Organisation
from vaknet.domain.refusal import Refused


@transaction.atomic
def let_organisation_out(
    by: Actor, *, organisation: Organisation, domain: str, is_sure: bool
) -> Represented:
    """Other networks know of it by that domain from now on. Twice is once.

    Only who speaks for it by that domain: `people.domains.domains_spoken_for`.
    """
    if not rules.is_on():
        raise Refused(_("This network is not connected to other networks."))
    place = _lock(organisation)
    if domain not in domains_spoken_for(by, place):
        raise Refused(_("Only who showed its domain, or has an address there, can do this."))
    known = queries.represented_of(place)
    if known is not None:
        return _known_by(known, domain)
    if place.ended:
        raise Refused(_("This organisation has merged into another one."))
    if not is_sure:
        raise Refused(
            _("Others then read this in its name. Tick the box if you may decide that."),
            field="is_sure",
        )
    _leave_what_was(place, domain, timezone.now())
    handle = rules.handle_of_domain(domain)
    _free(handle, but=place.actor_id)
    prepare(actor=actor_of_organisation(organisation=place, handle=handle))
    # By the same clock as when a proof ends, and not when the transaction began.
    row = Represented.objects.create(organisation=place, domain=domain, since=timezone.now())
    record(by, "let_organisation_out", row, audience=Audience.SELF)
    return row


@transaction.atomic
def keep_organisation_home(by: Actor, *, organisation: Organisation) -> None:
    """Other networks find it no more: who speaks for it by the domain that it is known by, or looks
    after this network. Twice is once."""
    place = _lock(organisation)
    if not queries.may_decide_for(by, place) and not looks_after_network(by):
        raise Refused(_("Only who showed its domain, or has an address there, can do this."))
    standing = Represented.objects.filter(organisation=place, until=None).first()
    if standing is not None:
        standing.until = timezone.now()
        standing.save(update_fields=["until"])
        record(by, "kept_organisation_home", standing, audience=Audience.SELF)


def hold_if_gone(*, actor: Actor) -> bool:
    """Whether it is still one of `queries.organisations_gone`. Until the end of this transaction
    nobody lets it be known."""
    rows = Organisation.objects.select_for_update(of=["self"]).filter(actor=actor)
    list(rows.values_list("pk"))
    return queries.organisations_gone().filter(pk=actor.pk).exists()


def end_organisation(*, actor: Actor, at: datetime) -> None:
    """Nobody follows one that is not known any more, and somebody has to let it be known anew: with
    another domain it is perhaps another's. Belongs inside a transaction."""
    one_at_a_time(actor)
    Represented.objects.filter(organisation__actor=actor, until=None).update(until=at)
    end_follows_elsewhere(actor=actor, at=at)


def _known_by(known: Represented, domain: str) -> Represented:
    if known.domain != domain:
        told = {"domain": known.domain}
        raise Refused(_("It is known by %(domain)s now. Stop that first.") % told)
    return known


def _leave_what_was(place: Organisation, domain: str, at: datetime) -> None:
    """Who followed before, as far as nobody told them yet that it was gone, does so no more.

    By another domain than the last time it is perhaps another's: nothing goes along then, no
    address, keys or what others may do. Who followed hears that the old address is gone
    (`queries.organisations_gone`), and it stays so.
    """
    actor = place.actor
    if actor is None:
        return
    if Represented.objects.filter(organisation=place).latest("pk").domain == domain:
        end_organisation(actor=actor, at=at)
        refuse_followers_of_before(actor=actor, until=at)
        return
    Represented.objects.filter(organisation=place, until=None).update(until=at)
    part_with_actor(organisation=place)


def _free(handle: str, *, but: int | None) -> None:
    """Nobody but an organisation has one like this. Whoever had it before showed this domain then,
    does not now, and so is not known: it gets one of chance."""
    rows = Actor.objects.filter(~Q(pk=but), handle=handle, domain="")
    rows.update(handle=f"{handle[:40]}_{token_hex(4)}")


def _lock(organisation: Organisation) -> Organisation:
    rows = Organisation.objects.select_for_update(of=["self"]).select_related("actor")
    return rows.get(pk=organisation.pk)
