"""More than one mail address: adding, proving, choosing and removing.

Whether an address is somebody else's is found out when the letter is written, not when it is
asked: on the page nobody learns it.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.addresses import CURRENT
from vaknet.domain.people.models import Account, MailAddress, Merge, ReturnedMail
from vaknet.domain.refusal import Refused

MOST_ADDRESSES = 5
PROVED_WITHIN = timedelta(days=7)
REMEMBERED = timedelta(days=30)  # an address that was taken away: the letters about it are sent


@transaction.atomic
def add_address(by: Actor, *, email: str) -> MailAddress:
    """It lets her in once she opened the link in its letter. Asked again it comes again."""
    account, email = _locked(by), email.strip().lower()
    mine = MailAddress.objects.filter(account=account, until=None)
    asked = mine.filter(email=email).first()
    if email == account.email or (asked is not None and asked.since is not None):
        raise Refused(_("This address is yours already."), field="email")
    if asked is None:
        if mine.exclude(email=account.email).count() >= MOST_ADDRESSES - 1:
            raise Refused(_("You have 5 addresses already. Remove one first."), field="email")
        asked = MailAddress.objects.create(account=account, email=email)
    record(by, "added_address", asked, audience=Audience.SELF)
    return asked


@transaction.atomic
def prove_address(by: Actor, *, pk: int) -> MailAddress:
    """Who opens the link in the letter reads that mailbox. Raises MailAddress.DoesNotExist."""
    address = MailAddress.objects.get(pk=pk, account=_locked(by), until=None)
    if address.since is not None:
        return address
    holder = _free(address.email)
    if holder is not None or not _keep_proved(address):
        raise Refused(_("This address is of another account. Choose another address."))
    record(by, "proved_address", address, audience=Audience.SELF)
    return address


@transaction.atomic
def choose_address(by: Actor, *, pk: int) -> MailAddress:
    """From now on her mail goes there; the address that had it still lets her in."""
    account = _locked(by)
    chosen = MailAddress.objects.get(CURRENT, pk=pk, account=account)
    if chosen.email == account.email:
        return chosen
    old, _is_new = MailAddress.objects.get_or_create(
        account=account, email=account.email, until=None, defaults={"since": timezone.now()}
    )
    account.email = chosen.email
    _save_email(account)
    if account.mail_stopped_at is None:  # else they tell her why, until she lets it start again
        ReturnedMail.objects.filter(account=account).delete()
    record(by, "chose_address", old, audience=Audience.SELF)
    return chosen


@transaction.atomic
def remove_address(by: Actor, *, pk: int) -> None:
    """Twice is once. The one that gets her mail stays, so that there is always a way in."""
    account = _locked(by)
    address = MailAddress.objects.filter(pk=pk, account=account, until=None).first()
    if address is None:
        return
    if address.email == account.email:
        raise Refused(_("Your mail goes to this address. Choose another one for it first."))
    if address.since is None:
        address.delete()
        return
    address.until = timezone.now()
    address.save(update_fields=["until"])
    record(by, "removed_address", address, audience=Audience.SELF)


@transaction.atomic
def forget_addresses(*, now: datetime) -> list[str]:
    """For the clock: never proved within a week, or removed a month ago. Those that went.

    And what was asked to be merged, and was not; and of what was, the address that proved it.
    """
    old = MailAddress.objects.filter(
        Q(since=None, asked_at__lt=now - PROVED_WITHIN) | Q(until__lt=now - REMEMBERED)
    )
    gone = list(old.values_list("email", flat=True))
    old.delete()
    Merge.objects.filter(at=None, asked_at__lt=now - PROVED_WITHIN).delete()
    Merge.objects.filter(at__lt=now - REMEMBERED).update(email="")
    return gone


def _locked(by: Actor) -> Account:
    return Account.objects.select_for_update().get(actor=by)


def _free(email: str) -> Account | None:
    """Whose address it is already. Somebody who only knocked with it is forgotten: it is hers."""
    holder = Account.objects.select_for_update().filter(email=email).first()
    if holder is None or holder.actor_id is not None:
        return holder
    holder.delete()
    return None


def _keep_proved(address: MailAddress) -> bool:
    """False when another account was first."""
    address.since = timezone.now()
    try:
        with transaction.atomic():
            address.save(update_fields=["since"])
    except IntegrityError:
        return False
    return True


def _save_email(account: Account) -> None:
    """Somebody may knock with it at this very moment. So we knock first, and she waits for us."""
    knocked = Account(email=account.email)
    Account.objects.bulk_create(
        [knocked], update_conflicts=True, unique_fields=["email"], update_fields=["knocked_at"]
    )
    Account.objects.filter(email=account.email, actor=None).delete()
    account.save(update_fields=["email"])
