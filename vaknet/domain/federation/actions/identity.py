"""Becoming known to other networks, stopping, and with which keys."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over, record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation import keys, queries, rules
from vaknet.domain.federation.actions.follows import end_follows_elsewhere, take_over_follows
from vaknet.domain.federation.actions.taking_part import take_over_parts
from vaknet.domain.federation.models import (
    Allowance,
    AlsoKnownAs,
    AnswerElsewhere,
    Delivery,
    FederatedId,
    Federating,
    HostLimit,
    KeptHome,
    LimitImport,
    MovedTo,
    SigningKey,
    ThanksElsewhere,
)
from vaknet.domain.federation.queries.sending import WAITS
from vaknet.domain.federation.rules import chance
from vaknet.domain.groups.actions.stewards import check_steward
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import membership
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.people.models import Merge
from vaknet.domain.people.visibility import page_is_public
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub.origins import identifier
from vaknet.engine.activitypub.refusals import Unreadable

MOST_ALSO = 10
TOLD = timedelta(days=1)  # by then it was put down for whom it is
BETWEEN = timedelta(hours=1)  # between two new pairs of keys: a form that is sent twice makes one


@transaction.atomic
def federate(by: Actor, *, agreed_to: str) -> Federating:
    """She can be found and followed from other networks. Twice is once; when more goes along than
    she agreed to, she agrees anew.

    `agreed_to` is the edition of the words that she read. Outsiders then learn that she is a
    member, so she has a page for everyone first.
    """
    _check_on()
    one_at_a_time(by)
    standing = queries.federating(by)
    if standing is not None and standing.text in {agreed_to, rules.EDITION}:
        return standing
    if not page_is_public(by):
        raise Refused(
            _("First show a part of your profile to everyone. Then come back here."), field="agrees"
        )
    if not agreed_to:
        raise Refused(
            _("People on other networks then see you. Tick the box if you agree."), field="agrees"
        )
    prepare(actor=by)
    if standing is not None:  # to the words of before
        standing.until = timezone.now()
        standing.save(update_fields=["until"])
    began = Federating.objects.create(actor=by, text=agreed_to)
    record(by, "began_federating", began, audience=Audience.SELF)
    return began


@transaction.atomic
def stop_federating(by: Actor) -> None:
    """Other networks find nobody from now on. Her id stays hers. Twice is once."""
    one_at_a_time(by)
    standing = queries.federating(by)
    if standing is not None:
        standing.until = timezone.now()
        standing.save(update_fields=["until"])
        end_follows_elsewhere(actor=by, at=standing.until)
        record(by, "stopped_federating", standing, audience=Audience.SELF)


@transaction.atomic
def keep_home(by: Actor, *, group: Group) -> None:
    """A steward keeps the group from other networks. Twice is once."""
    check_steward(by, group)
    one_at_a_time(group.actor)
    if queries.kept_home(group) is None:
        kept = KeptHome.objects.create(group=group)
        record(by, "kept_group_home", kept, audience=audience_of(group), group=group.actor)


@transaction.atomic
def let_out(by: Actor, *, group: Group) -> None:
    """The group is known to other networks again. Twice is once."""
    check_steward(by, group)
    if not rules.may_federate(group):
        raise Refused(_("Guests cannot read this group, so other networks cannot either."))
    one_at_a_time(group.actor)
    kept = queries.kept_home(group)
    if kept is not None:
        kept.until = timezone.now()
        kept.save(update_fields=["until"])
        record(by, "let_group_out", kept, audience=audience_of(group), group=group.actor)


@transaction.atomic
def allow(by: Actor, *, actor: Actor, kinds: Collection[str]) -> None:
    """What other networks may do with her, the group or the organisation from now on; all else they
    may not."""
    _check_speaks_for(by, actor)
    one_at_a_time(actor)
    wanted, now = {Allowance.Kind(kind).value for kind in kinds}, timezone.now()
    standing = queries.allowed(actor)
    if wanted == standing:
        return
    rows = Allowance.objects.filter(actor=actor, until=None)
    rows.filter(kind__in=standing - wanted).update(until=now)
    Allowance.objects.bulk_create(
        Allowance(actor=actor, kind=kind) for kind in sorted(wanted - standing)
    )
    record(by, "changed_allowances", actor, audience=Audience.SELF, group=_group(actor))


@transaction.atomic
def say_also_known(by: Actor, *, uri: str) -> AlsoKnownAs:
    """She is somebody on another network too. Twice is once; whether it is so is looked at when
    somebody moves."""
    one_at_a_time(by)
    try:
        plain = identifier(uri.strip(), fragment=False, test_hosts=rules.trial_hosts())
    except Unreadable:
        raise Refused(
            _("This is not the address of a person on another network. It begins with https://."),
            field="uri",
        ) from None
    rows = queries.also_known_as(by)
    found = rows.filter(uri=plain).first()
    if found is not None:
        return found
    if rows.count() >= MOST_ALSO:
        raise Refused(_("You have ten of these. Take one away first."), field="uri")
    said = AlsoKnownAs.objects.create(actor=by, uri=plain)
    record(by, "said_also_known", said, audience=Audience.SELF)
    return said


@transaction.atomic
def take_back_also_known(by: Actor, *, pk: int) -> None:
    """Twice is once, and of somebody else there is none."""
    if queries.also_known_as(by).filter(pk=pk).delete()[0]:
        record(by, "took_back_also_known", by, audience=Audience.SELF)


@transaction.atomic
def renew_keys(by: Actor, *, actor: Actor) -> None:
    """New keys for her, her group or her organisation. Nothing is signed with the ones of before,
    and others can check for a week what they signed."""
    _check_speaks_for(by, actor)
    change_keys(actor=actor)
    record(by, "renewed_keys", actor, audience=Audience.SELF, group=_group(actor))


def change_keys(*, actor: Actor) -> None:
    """Within a transaction. Raises Refused where there are none, and within an hour."""
    one_at_a_time(actor)
    now, rows = timezone.now(), queries.signing_keys(actor)
    if not rows.exists():
        raise Refused(_("There are no keys yet. They are made when you start."))
    if rows.filter(since__gt=now - BETWEEN).exists():
        raise Refused(_("These keys are new. You can change them again in an hour."))
    rows.update(until=now, sealed=b"")
    prepare(actor=actor)


@transaction.atomic
def prepare(*, actor: Actor) -> None:
    """Her id and keys, unless they are there. Of two at once the second waits, and makes none."""
    one_at_a_time(actor)
    FederatedId.objects.get_or_create(actor=actor, defaults={"token": chance()})
    there = set(queries.signing_keys(actor).values_list("kind", flat=True))
    for kind in SigningKey.Kind.values:
        if kind not in there:
            keys.made(kind=kind, actor_id=actor.pk).save()


def prepare_network(*, name: str) -> None:
    """The network as an actor of its own, which other networks ask who asks them."""
    actor, _is_new = Actor.objects.get_or_create(
        kind=Actor.Kind.SERVICE, handle=rules.NETWORK, domain="", defaults={"name": name[:120]}
    )
    prepare(actor=actor)


@transaction.atomic
def take_over_federation(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """Of two accounts of one person: the address of the one that is kept stands as it stood. That
    of the other ends: who followed it does not follow this one. Its keys sign that."""
    for model in (Federating, Allowance, MovedTo):
        rows = model.objects.filter(actor=merged)
        rows.filter(until=None).update(until=at)
        hand_over(model.objects.all(), "actor", kept=kept, merged=merged)
    twice = queries.also_known_as(kept).values("uri")
    queries.also_known_as(merged).filter(uri__in=twice).delete()
    hand_over(AlsoKnownAs.objects.all(), "actor", kept=kept, merged=merged)
    take_over_follows(kept=kept, merged=merged, at=at)
    take_over_parts(kept=kept, merged=merged)
    for said in (ThanksElsewhere, AnswerElsewhere):  # over since that address ended
        hand_over(said._default_manager.all(), "person", kept=kept, merged=merged)
    for looked_after in (HostLimit, LimitImport):
        hand_over(looked_after._default_manager.all(), "by", kept=kept, merged=merged)


@transaction.atomic
def seal_off_merged(*, now: datetime) -> None:
    """For the clock: nothing is signed any more for accounts that became part of another, once all
    that tells of it went."""
    merged = Merge.objects.filter(at__lt=now - TOLD).values("merged")
    waits = Delivery.objects.filter(WAITS, parcel__sender=OuterRef("actor"))
    rows = SigningKey.objects.filter(~Exists(waits), actor__in=merged, until=None)
    rows.update(until=now, sealed=b"")


def _group(actor: Actor) -> Actor | None:
    return actor if actor.kind == Actor.Kind.GROUP else None


def _check_on() -> None:
    if not rules.is_on():
        raise Refused(_("This network is not connected to other networks."))


def _check_speaks_for(by: Actor, actor: Actor) -> None:
    if actor.kind == Actor.Kind.ORGANISATION:
        known = queries.represented_as(actor)
        if known is None or not queries.speaks_by_its_domain(by, known):
            raise Refused(_("Only who showed its domain, or has an address there, can do this."))
        return
    seat = membership(by, actor.group) if actor.kind == Actor.Kind.GROUP else None
    if not rules.speaks_for(by, actor, seat):
        raise Refused(_("Only a steward of the group can do this."))
