"""Two accounts of one person become one: her profile, what she agreed to, whom she keeps apart.

What can be there once only is told apart row by row; of consents and of who sees what the stricter
of the two stands.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over, hand_over_once, record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.actions.organisations import count_people
from vaknet.domain.people.actions.photos import keep_photo
from vaknet.domain.people.actions.profile import keep_headline
from vaknet.domain.people.addresses import emails_that_let_in
from vaknet.domain.people.models import (
    Account,
    Block,
    Closure,
    Consent,
    DomainProof,
    HelpOffer,
    KnownTopic,
    Merge,
    Mute,
    PartAudience,
    Photo,
    Profile,
    ProfileLink,
    Role,
    SoughtTopic,
    SpokenLanguage,
)
from vaknet.domain.refusal import Refused

Who = PartAudience.Who
STRICTEST_FIRST = [Who.ME, Who.CONTACTS, Who.MEMBERS, Who.EVERYONE]
# The parts of a profile of which there is one: she chooses. An empty one gives way.
NAME, PROMISE, PROFESSION, PLACE, PHOTO = "name", "promise", "profession", "place", "photo"


@transaction.atomic
def ask_merge(by: Actor, *, email: str) -> Merge:
    """A letter goes to that address: the link in it shows what would come along."""
    account, email = Account.objects.select_for_update().get(actor=by), email.strip().lower()
    if email in emails_that_let_in(account):
        raise Refused(_("This address is of this account already."), field="email")
    merge, _is_new = Merge.objects.update_or_create(
        kept=by, email=email, at=None, defaults={"asked_at": timezone.now()}
    )
    record(by, "asked_merge", merge, audience=Audience.SELF)
    return merge


@transaction.atomic
def take_over_person(*, kept: Actor, merged: Actor, chosen: Collection[str], at: datetime) -> None:
    """`chosen`: the parts of the profile that the merged account gives.

    Without a profile it was merged before: what came in meanwhile is taken over, and no more.
    """
    _keep_apart(kept, merged, at)
    _take_what_is_said_once(kept, merged)
    _take_roles(kept, merged)
    Merge.objects.filter(kept=merged, at=None).delete()
    for rows in (Closure.objects.all(), Merge.objects.all(), DomainProof.objects.all()):
        column = {Closure: "actor", Merge: "kept", DomainProof: "by"}[rows.model]
        hand_over(rows, column, kept=kept, merged=merged)
    if not Profile.objects.filter(actor=merged).exists():
        return
    _take_consents(kept, merged, at)
    _take_audiences(kept, merged, at)
    _take_photo(kept, merged, at, chosen=PHOTO in chosen)
    _take_profile(kept, merged, chosen)
    places = Role.objects.filter(actor=kept).exclude(organisation=None)
    count_people(places=places.values_list("organisation", flat=True).distinct())


def _keep_apart(kept: Actor, merged: Actor, at: datetime) -> None:
    """Whom either keeps at a distance stays there. Between the two themselves it ends."""
    both = (kept, merged)
    for rows in (Block.objects.all(), Mute.objects.all()):
        rows.filter(actor__in=both, other__in=both, until=None).update(until=at)
        told: dict[str, Any] = {"kept": kept, "merged": merged, "at": at}
        hand_over_once(rows.exclude(other__in=both), "actor", same=["other_id"], **told)
        hand_over_once(rows.exclude(actor__in=both), "other", same=["actor_id"], **told)


def _take_what_is_said_once(kept: Actor, merged: Actor) -> None:
    for model in (KnownTopic, SoughtTopic):
        _leave_twins(model._default_manager.all(), kept, merged, key=lambda row: row.text.lower())
    _leave_twins(SpokenLanguage.objects.all(), kept, merged, key=lambda row: row.code)
    _leave_twins(ProfileLink.objects.all(), kept, merged, key=lambda row: row.url)
    offers = {offer.kind: offer for offer in HelpOffer.objects.filter(actor=kept)}
    limit = HelpOffer._meta.get_field("remark").max_length or 0
    for offer in HelpOffer.objects.filter(actor=merged, kind__in=offers).exclude(remark=""):
        mine = offers[offer.kind]
        said = [text for text in dict.fromkeys((mine.remark, offer.remark)) if text]
        if len(" · ".join(said)) <= limit:
            mine.remark = " · ".join(said)
            mine.save(update_fields=["remark"])
    _leave_twins(HelpOffer.objects.all(), kept, merged, key=lambda row: row.kind)


def _leave_twins(rows: QuerySet[Any], kept: Actor, merged: Actor, *, key: Any) -> None:
    """What she said with both accounts is said once."""
    said = {key(row) for row in rows.filter(actor=kept)}
    twins = [row.pk for row in rows.filter(actor=merged) if key(row) in said]
    rows.filter(pk__in=twins).delete()
    hand_over(rows, "actor", kept=kept, merged=merged)


def _take_roles(kept: Actor, merged: Actor) -> None:
    """The same work told twice is told once, unless her contacts heard of both."""

    def told(rows: Iterable[Role]) -> dict[tuple[Any, ...], Role]:
        return {(r.kind, r.title.lower(), r.organisation_id, r.since, r.until): r for r in rows}

    mine = told(Role.objects.filter(actor=kept))
    others = told(Role.objects.filter(actor=merged, announcements=None))
    Role.objects.filter(pk__in=[row.pk for key, row in others.items() if key in mine]).delete()
    hand_over(Role.objects.all(), "actor", kept=kept, merged=merged)


def _take_consents(kept: Actor, merged: Actor, at: datetime) -> None:
    """That members see her was never in question; all else stands only if she agreed twice."""
    rows = Consent.objects.all()
    standing = rows.filter(until=None).exclude(kind=Consent.Kind.BE_SEEN)
    agreed = [
        set(standing.filter(actor=one).values_list("kind", flat=True)) for one in (kept, merged)
    ]
    lapsed = standing.filter(actor__in=(kept, merged), kind__in=agreed[0] ^ agreed[1])
    lapsed.update(until=at)
    hand_over_once(rows, "actor", kept=kept, merged=merged, same=["kind"], at=at)


def _take_audiences(kept: Actor, merged: Actor, at: datetime) -> None:
    rows = PartAudience.objects.all()
    told = [dict(rows.filter(actor=one).values_list("part", "who")) for one in (kept, merged)]
    for part in told[0].keys() | told[1].keys():
        who = [one.get(part, Who.MEMBERS) for one in told]
        strictest = min(who, key=lambda one: STRICTEST_FIRST.index(Who(one)))
        rows.filter(actor=merged, part=part).update(who=strictest)
        rows.filter(actor=kept, part=part).update(who=strictest)
    _leave_twins(rows, kept, merged, key=lambda row: row.part)
    rows.filter(actor=kept, who=Who.MEMBERS).delete()  # without a row it is for them
    if not rows.filter(actor=kept, who=Who.EVERYONE).exists():
        public = Consent.objects.filter(actor=kept, kind=Consent.Kind.BE_PUBLIC, until=None)
        public.update(until=at)


def _take_photo(kept: Actor, merged: Actor, at: datetime, *, chosen: bool) -> None:
    """The one that is not shown goes after a day, as when she takes it off."""
    shown = Photo.objects.filter(until=None)
    mine, other = (shown.filter(actor=one) for one in (kept, merged))
    (mine if other.exists() and (chosen or not mine.exists()) else other).update(until=at)
    hand_over(Photo.objects.all(), "actor", kept=kept, merged=merged)


def _take_profile(kept: Actor, merged: Actor, chosen: Collection[str]) -> None:
    mine, other = (Profile.objects.select_for_update().get(pk=one.pk) for one in (kept, merged))
    for part, fields in {
        PROMISE: ["promise"],
        PROFESSION: ["profession", "occupation"],
        PLACE: ["place"],
    }.items():
        if getattr(other, part) and (part in chosen or not getattr(mine, part)):
            for name in fields:
                setattr(mine, name, getattr(other, name))
    mine.save()
    if NAME in chosen:
        kept.name = merged.name
    merged.name, merged.headline, merged.photo = "", "", ""
    merged.save(update_fields=["name", "headline", "photo"])
    kept.save(update_fields=["name"])
    keep_photo(kept)
    keep_headline(kept, profile=mine)
