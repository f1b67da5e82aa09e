"""Another system that vouches for somebody: linked by herself, or by an address that is hers."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.addresses import account_at
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused

MOST_IDENTITIES = 10
LINKED, UNLINKED = "linked_sign_in", "unlinked_sign_in"


@transaction.atomic
def use_identity(*, provider: str, subject: str) -> Account | None:
    """Whose it is, if anybody's. The hour of use is kept, and not the minute."""
    used_at = now().replace(minute=0, second=0, microsecond=0)
    mine = SocialAccount.objects.filter(provider=provider, uid=subject)
    mine.update(last_login=used_at)
    return Account.objects.select_related("actor").filter(socialaccount__in=mine).first()


@transaction.atomic
def link_by_address(*, provider: str, subject: str, shown: str, email: str) -> Account | None:
    """First use: the member with this address, for which the caller trusts the provider.

    None for an address that is nobody's, or of somebody who is not quite in, or has left: they
    come in by a code first.
    """
    account = account_at(email).select_related("actor").filter(is_active=True).first()
    if account is None or account.actor is None or account.actor.is_former:
        return None
    try:
        link_identity(account, provider=provider, subject=subject, shown=shown)
    except Refused:
        return None
    return account


@transaction.atomic
def link_identity(account: Account, *, provider: str, subject: str, shown: str) -> SocialAccount:
    """Let her in by this from now on, and write to her about it. Twice is once."""
    # Locked: two at the same moment would both be the last that fits.
    locked = Account.objects.select_for_update().get(pk=account.pk)
    if SocialAccount.objects.filter(user=locked).count() >= MOST_IDENTITIES:
        raise Refused(_("You have 10 linked ways to sign in already. Unlink one first."))
    identity, is_new = SocialAccount.objects.get_or_create(
        provider=provider, uid=subject, defaults={"user": locked, "extra_data": {"shown": shown}}
    )
    if identity.user_id != locked.pk:
        raise Refused(_("This is linked to another account here. Unlink it there first."))
    if is_new:
        record(_person(locked), LINKED, identity, audience=Audience.SELF)
    return identity


@transaction.atomic
def unlink_identity(account: Account, *, pk: int) -> bool:
    """Take one way in away; a code by mail always stays. False: it is not hers, or gone."""
    gone, _rows = SocialAccount.objects.filter(user=account, pk=pk).delete()
    if gone:
        record(_person(account), UNLINKED, account, audience=Audience.SELF)
    return bool(gone)


def _person(account: Account) -> Actor:
    return Actor.objects.get(account=account)
