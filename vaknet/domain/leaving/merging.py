"""What two accounts of one person hold, for her to see before they become one."""

from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import (
    Connection,
    Follow,
    GoBetweenConsent,
    Introduction,
    LookingForWork,
    MemoryCard,
    WaitingCard,
)
from vaknet.domain.goals.models import Goal
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.leaving.rules import may_merge
from vaknet.domain.parts import Words
from vaknet.domain.people.addresses import account_at, emails_that_let_in
from vaknet.domain.people.everything.account import CONSENTS
from vaknet.domain.people.models import (
    Block,
    Consent,
    KnownTopic,
    Merge,
    Mute,
    Role,
    SoughtTopic,
)
from vaknet.domain.people.visibility import audiences
from vaknet.domain.talks.models import Talk

type Both = tuple[Actor, Actor]

SAME_PEOPLE = _(
    "You know the same people with both accounts: %(count)d. "
    "Each tie goes on from the oldest day, with both notes."
)
SAME_GROUPS = _(
    "You are in the same group with both accounts. "
    "If you are steward with one of them, you stay steward."
)
SAME_CARDS = _(
    "You kept cards of the same people with both accounts. The words come together on one card."
)
EACH_OTHER = _("Your accounts know each other. That ends, and nobody hears of it.")
KEPT_APART = _(
    "Whom you blocked or muted with one account stays so. A tie with somebody you blocked ends."
)
LAPSED = _(
    "With one account you agreed to this, with the other you did not. "
    "So it ends: %(what)s. You can agree again."
)
WHO_SEES = _(
    "The two accounts show parts of your profile to others. "
    "Each part is then for the fewest people of the two."
)
LOOKS_TWICE = _("You look for work with both. What you told first goes on, the other ends.")
MAIL_STOPPED = _("With one account you stopped our letters. They stay stopped.")


@dataclass(frozen=True)
class Preview:
    """`coming` in numbers, `clashing` in sentences, `choices` where both say something else."""

    merge: Merge
    kept: Actor
    merged: Actor
    coming: list[tuple[Words, int]] = field(default_factory=list)
    clashing: list[str] = field(default_factory=list)
    choices: dict[str, tuple[str, str]] = field(default_factory=dict)


def preview(viewer: Actor, pk: int) -> Preview:
    """For who asked, by the link in the letter. Raises Merge.DoesNotExist."""
    merge = Merge.objects.get(pk=pk, kept=viewer, at=None)
    other = account_at(merge.email).select_related("actor__profile__place").first()
    merged = other.actor if other is not None else None
    if merged is None or merged == viewer or not may_merge(viewer, merged):
        raise Merge.DoesNotExist
    kept = Actor.objects.select_related("profile__place", "account").get(pk=viewer.pk)
    return Preview(
        merge=merge,
        kept=kept,
        merged=merged,
        coming=[(what, number) for what, number in _coming(merged) if number],
        clashing=_clashes(kept, merged),
        choices=_choices(kept, merged),
    )


def _coming(merged: Actor) -> list[tuple[Words, int]]:
    hers = {
        _("Contacts"): Connection.objects.filter(holder=merged, until=None),
        _("Introductions"): Introduction.objects.filter(Q(asker=merged) | Q(target=merged)),
        _("Talks"): Talk.objects.filter(Q(proposer=merged) | Q(invitee=merged)),
        _("Groups"): GroupMembership.objects.filter(actor=merged, until=None),
        _("Questions"): Question.objects.filter(author=merged),
        _("Answers"): Answer.objects.filter(author=merged),
        _("Roles"): Role.objects.filter(actor=merged),
        _("What I know"): KnownTopic.objects.filter(actor=merged),
        _("What I'm looking for"): SoughtTopic.objects.filter(actor=merged),
        _("Goals"): Goal.objects.filter(owner=merged),
        _("Memory cards"): MemoryCard.objects.filter(owner=merged),
        _("Cards not tied to somebody here"): WaitingCard.objects.filter(owner=merged),
        _("Following"): Follow.objects.filter(follower=merged, until=None),
        _("Your passkeys"): Authenticator.objects.filter(user=merged.account),
    }
    numbers: list[tuple[Words, int]] = [(what, rows.count()) for what, rows in hers.items()]
    return [*numbers, (_("Your mail addresses"), len(emails_that_let_in(merged.account)))]


def _clashes(kept: Actor, merged: Actor) -> list[str]:
    """Nothing of what others keep to themselves: who blocked one of the two is not in it."""
    both = (kept, merged)
    ties = Connection.objects.filter(until=None)
    seats = GroupMembership.objects.filter(until=None)
    known = _twins(ties, "holder", "contact", both)
    told = [
        (known, SAME_PEOPLE % {"count": known}),
        (_twins(seats, "actor", "group", both), SAME_GROUPS),
        (_twins(MemoryCard.objects.all(), "owner", "about", both), SAME_CARDS),
        (ties.filter(holder=kept, contact=merged).exists(), EACH_OTHER),
        (_keeps_apart(both), KEPT_APART),
        (_lapsed(both), LAPSED % {"what": ", ".join(_lapsed(both))}),
        (audiences(kept) != audiences(merged), WHO_SEES),
        (_looks_twice(both), LOOKS_TWICE),
        (len({one.account.mail_stopped_at is None for one in both}) > 1, MAIL_STOPPED),
    ]
    return [str(words) for is_so, words in told if is_so]


def _twins(rows: QuerySet[Any], whose: str, about: str, both: Both) -> int:
    mine, other = (set(rows.filter(**{whose: one}).values_list(about, flat=True)) for one in both)
    return len(mine & other)


def _keeps_apart(both: Both) -> bool:
    standing = Q(actor__in=both, until=None)
    return Block.objects.filter(standing).exists() or Mute.objects.filter(standing).exists()


def _looks_twice(both: Both) -> bool:
    return LookingForWork.objects.filter(actor__in=both, until=None).count() == len(both)


def _lapsed(both: Both) -> list[str]:
    """What only one of the two agreed to."""
    standing = Consent.objects.filter(until=None).exclude(kind=Consent.Kind.BE_SEEN)
    mine, other = (set(standing.filter(actor=one).values_list("kind", flat=True)) for one in both)
    lapsed = [str(CONSENTS[Consent.Kind(kind)]) for kind in sorted(mine ^ other)]
    willing = GoBetweenConsent.objects.filter(actor__in=both, until=None)
    return [*lapsed, str(_("to be asked for introductions"))] if willing.count() == 1 else lapsed


def _choices(kept: Actor, merged: Actor) -> dict[str, tuple[str, str]]:
    """Where both say something, and not the same."""
    mine, other = _said(kept), _said(merged)
    return {
        part: (mine[part], other[part])
        for part in mine
        if mine[part] and other[part] and mine[part] != other[part]
    }


def _said(actor: Actor) -> dict[str, str]:
    profile = actor.profile
    return {
        "name": actor.name,
        "promise": profile.promise,
        "profession": profile.profession,
        "place": str(profile.place or ""),
        "photo": actor.photo,
    }
