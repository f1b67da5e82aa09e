"""Two accounts of one person become one: her ways in."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.db import transaction

from vaknet.domain.activity.actions import hand_over_log
from vaknet.domain.activity.models import Actor
from vaknet.domain.people.addresses import CURRENT
from vaknet.domain.people.models import Account, MailAddress, Merge, Profile, ReceivedMail


@transaction.atomic
def take_over_account(*, kept: Actor, merged: Actor, merge: Merge, at: datetime) -> None:
    """Its addresses and passkeys let her in here; where it was signed in she signs in again.

    The caller locked both accounts.
    """
    mine, other = (Account.objects.get(actor=one) for one in (kept, merged))
    passkeys = Authenticator.objects.filter(user=other, type=Authenticator.Type.WEBAUTHN)
    passkeys.update(user=mine)
    SocialAccount.objects.filter(user=other).update(user=mine)
    Session.objects.filter(sign_in__account=other).delete()
    Profile.objects.filter(actor=merged).delete()
    merge.merged, merge.merged_account, merge.at = merged, other.pk, at
    merge.email = other.email
    merge.save()
    hand_over_log(
        kept=kept,
        merged=merged,
        numbers={
            Actor: (merged.pk, kept.pk),
            Profile: (merged.pk, kept.pk),
            Account: (other.pk, mine.pk),
        },
    )
    _take_answers(mine, other)
    _take_settings(mine, other)
    _take_addresses(mine, other, at)


def _take_answers(mine: Account, other: Account) -> None:
    """What she answered from the other address does not act once more. Which letters came back
    from there says nothing of this one.
    """
    done = ReceivedMail.objects.filter(account=mine).values("digest")
    ReceivedMail.objects.filter(account=other).exclude(digest__in=done).update(account=mine)


def _take_settings(mine: Account, other: Account) -> None:
    """Letters that she stopped stay stopped; what she may do as staff she may do."""
    stopped = [one.mail_stopped_at for one in (mine, other) if one.mail_stopped_at]
    mine.mail_stopped_at = min(stopped, default=None)
    mine.created_at = min(mine.created_at, other.created_at)
    mine.is_staff |= other.is_staff
    mine.is_superuser |= other.is_superuser
    mine.save(update_fields=["mail_stopped_at", "created_at", "is_staff", "is_superuser"])


def _take_addresses(mine: Account, other: Account, at: datetime) -> None:
    """One that waits on one account and is proved on the other need not wait."""
    rows = MailAddress.objects.all()
    waiting = rows.filter(account__in=(mine, other), since=None, until=None)
    proved = set(rows.filter(CURRENT, account__in=(mine, other)).values_list("email", flat=True))
    waiting.filter(email__in=proved | {mine.email, other.email}).delete()
    twins = waiting.filter(account=mine).values("email")
    waiting.filter(account=other, email__in=list(twins.values_list("email", flat=True))).delete()
    rows.filter(account=other).update(account=mine)
    email, since = other.email, other.created_at
    other.delete()
    if email not in proved:
        rows.create(account=mine, email=email, since=since)
