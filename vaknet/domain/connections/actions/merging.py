"""Two accounts of one person become one: whom she knows, and how that came about.

What there was between the two themselves ends quietly and stays with the empty account: nobody is
her own contact.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from vaknet.domain.activity.actions import hand_over, hand_over_once
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.actions.merging_cards import take_over_cards
from vaknet.domain.connections.actions.parting import close_between
from vaknet.domain.connections.models import (
    Confirmation,
    Congratulation,
    Connection,
    ConnectionRequest,
    Follow,
    GoBetweenConsent,
    GoBetweenExcept,
    Introduction,
    IntroductionMessage,
    IntroductionOutcome,
    IntroductionStep,
    JobTip,
    LookingForWork,
    LookingReader,
    ReferenceRequest,
    RequestMessage,
)
from vaknet.domain.people.apart import ids_apart
from vaknet.domain.people.models import Profile


@transaction.atomic
def take_over_ties(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """The rooms below went first: whom either blocked is known by now."""
    _end_between(kept, merged, at)
    _take_ties(kept, merged, at)
    _take_confirmations(kept, merged, at)
    _take_requests(kept, merged, at)
    _take_introductions(kept, merged, at)
    _take_looking(kept, merged, at)
    _take_words(kept, merged, at)
    take_over_cards(kept=kept, merged=merged)
    _part(kept, at)


def _between(left: str, right: str, kept: Actor, merged: Actor) -> Q:
    both = (kept, merged)
    return Q(**{f"{left}__in": both, f"{right}__in": both})


def _end_between(kept: Actor, merged: Actor, at: datetime) -> None:
    for rows, left, right in (
        (Connection.objects.all(), "holder", "contact"),
        (Follow.objects.all(), "follower", "followed"),
        (Confirmation.objects.all(), "person", "by"),
    ):
        rows.filter(_between(left, right, kept, merged), until=None).update(until=at)
    requests = ConnectionRequest.objects.filter(_between("sender", "recipient", kept, merged))
    requests.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=at)
    asked = Introduction.objects.filter(agreed_at=None, withdrawn_at=None)
    asked.filter(_between("asker", "target", kept, merged)).update(withdrawn_at=at)
    # Through herself she needs nobody to introduce her.
    steps = IntroductionStep.objects.filter(
        _between("introduction__asker", "go_between", kept, merged), superseded_at=None
    )
    asked.filter(pk__in=steps.values("introduction")).update(withdrawn_at=at)


def _take_ties(kept: Actor, merged: Actor, at: datetime) -> None:
    """Known with both accounts: the oldest tie goes on, with what was said at either."""
    told: dict[str, Any] = {"kept": kept, "merged": merged, "at": at}
    ties = Connection.objects.exclude(_between("holder", "contact", kept, merged))
    pairs = hand_over_once(ties, "holder", same=["contact_id"], **told)
    pairs += hand_over_once(ties, "contact", same=["holder_id"], **told)
    for older, newer in pairs:
        notes = dict.fromkeys(note for note in (older.note, newer.note) if note)
        roles = dict.fromkeys((older.contact_roles + "\n" + newer.contact_roles).split("\n"))
        Connection.objects.filter(pk=older.pk).update(
            note="\n\n".join(notes), contact_roles="\n".join(filter(None, roles))
        )
    follows = Follow.objects.exclude(_between("follower", "followed", kept, merged))
    hand_over_once(follows, "follower", same=["followed_id"], **told)
    hand_over_once(follows, "followed", same=["follower_id"], **told)
    excepts = GoBetweenExcept.objects.exclude(_between("actor", "contact", kept, merged))
    hand_over_once(excepts, "actor", same=["contact_id"], **told)
    hand_over_once(excepts, "contact", same=["actor_id"], **told)
    # To be asked for introductions takes a yes of both accounts, as every consent.
    willing = GoBetweenConsent.objects.filter(actor__in=(kept, merged), until=None)
    if willing.count() == 1 and Profile.objects.filter(actor=merged).exists():
        willing.update(until=at)
    hand_over_once(GoBetweenConsent.objects.all(), "actor", same=[], **told)


def _take_confirmations(kept: Actor, merged: Actor, at: datetime) -> None:
    """The same confirmed twice is confirmed once; what was not shown at one is not shown."""
    told: dict[str, Any] = {"kept": kept, "merged": merged, "at": at}
    rows = Confirmation.objects.exclude(_between("person", "by", kept, merged))
    rows = rows.annotate(claim=Lower("text"))
    pairs = hand_over_once(rows, "person", same=["by_id", "claim"], **told)
    pairs += hand_over_once(rows, "by", same=["person_id", "claim"], **told)
    hidden = [older.pk for older, newer in pairs if newer.hidden_at is not None]
    Confirmation.objects.filter(pk__in=hidden, hidden_at=None).update(hidden_at=at)


def _take_requests(kept: Actor, merged: Actor, at: datetime) -> None:
    rows = ConnectionRequest.objects.exclude(_between("sender", "recipient", kept, merged))
    waiting = rows.filter(accepted_at=None, withdrawn_at=None)
    _withdraw_twins(waiting, ("sender", "recipient"), (kept, merged), at=at)
    for column in ("sender", "recipient"):
        hand_over(rows, column, kept=kept, merged=merged)
    hand_over(RequestMessage.objects.all(), "author", kept=kept, merged=merged)
    known = Connection.objects.filter(holder=kept, until=None).values("contact")
    mine = Q(sender=kept, recipient__in=known) | Q(recipient=kept, sender__in=known)
    waiting.filter(mine).update(accepted_at=at, declined_at=None)
    asked = Introduction.objects.filter(agreed_at=None, withdrawn_at=None)
    met = Q(asker=merged, target__in=known) | Q(target=merged, asker__in=known)
    met |= Q(asker=kept, target__in=known) | Q(target=kept, asker__in=known)
    asked.filter(met).update(withdrawn_at=at)


def _withdraw_twins(
    waiting: QuerySet[Any], columns: tuple[str, str], both: tuple[Actor, Actor], *, at: datetime
) -> None:
    """Asked with both accounts: the one asked first goes on waiting."""
    for mine, other in (columns, columns[::-1]):
        rows = waiting.filter(**{f"{mine}__in": both}).order_by("-asked_at", "-pk")
        by_other: dict[int, list[int]] = {}
        for row in rows:
            by_other.setdefault(getattr(row, f"{other}_id"), []).append(row.pk)
        newer = [pk for twins in by_other.values() for pk in twins[:-1]]
        waiting.filter(pk__in=newer).update(withdrawn_at=at)


def _take_introductions(kept: Actor, merged: Actor, at: datetime) -> None:
    rows = Introduction.objects.exclude(_between("asker", "target", kept, merged))
    waiting = rows.filter(agreed_at=None, withdrawn_at=None)
    _withdraw_twins(waiting, ("asker", "target"), (kept, merged), at=at)
    steps = IntroductionStep.objects.exclude(
        _between("introduction__asker", "go_between", kept, merged)
    )
    hand_over(steps, "go_between", kept=kept, merged=merged)
    for column in ("asker", "target"):
        hand_over(rows, column, kept=kept, merged=merged)
    hand_over(IntroductionMessage.objects.all(), "author", kept=kept, merged=merged)
    hand_over_once(
        IntroductionOutcome.objects.all(),
        "actor",
        kept=kept,
        merged=merged,
        same=["introduction_id"],
        at=at,
    )


def _take_looking(kept: Actor, merged: Actor, at: datetime) -> None:
    looking = LookingForWork.objects.all()
    hand_over_once(looking, "actor", kept=kept, merged=merged, same=[], at=at)
    told = LookingReader.objects.filter(reader=kept).values("looking")
    LookingReader.objects.filter(reader=merged, looking__in=told).delete()
    hand_over(LookingReader.objects.all(), "reader", kept=kept, merged=merged)
    asked = ReferenceRequest.objects.all()
    asked.filter(reader__in=(kept, merged), looking__actor=kept).delete()  # herself
    twice = asked.filter(reader=kept).values("looking")
    asked.filter(reader=merged, looking__in=twice).delete()
    hand_over(asked, "reader", kept=kept, merged=merged)
    hand_over(JobTip.objects.all(), "actor", kept=kept, merged=merged)


def _take_words(kept: Actor, merged: Actor, at: datetime) -> None:
    """Congratulated with both accounts: the words stand together, the first ones first."""
    mine = {row.announcement_id: row for row in Congratulation.objects.filter(actor=kept)}
    twins = Congratulation.objects.filter(actor=merged, announcement__in=list(mine))
    for twin in twins:
        first, second = sorted((mine[twin.announcement_id], twin), key=lambda row: (row.at, row.pk))
        words = dict.fromkeys((first.text, second.text))
        offers = " · ".join(filter(None, dict.fromkeys((first.offer, second.offer))))
        limit = Congratulation._meta.get_field("offer").max_length or 0
        Congratulation.objects.filter(pk=mine[twin.announcement_id].pk).update(
            text="\n\n".join(words), offer=offers[:limit], at=first.at
        )
    twins.delete()
    hand_over(Congratulation.objects.all(), "actor", kept=kept, merged=merged)


def _part(kept: Actor, at: datetime) -> None:
    """Known with one account and kept apart from with the other: that ends, without a word."""
    apart = ids_apart(kept)
    ties = Q(holder=kept, contact__in=apart) | Q(contact=kept, holder__in=apart)
    Connection.objects.filter(ties, until=None).update(until=at)
    close_between(kept, apart, at=at)
