"""A sign-in link that the operator hands out when mail does not work: once, and logged."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Activity, Audience
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused

MADE, USED = "made_sign_in_link", "used_sign_in_link"
USED_UP = _("This link was used before. Ask for a new one.")


@transaction.atomic
def make_sign_in_link(account: Account) -> Activity:
    """The log's own row is the link: what it was made for, when, and, later, that it was used."""
    if account.actor is None or not account.is_active:
        raise Refused(_("This account is not a member. Only a member can sign in by a link."))
    return record(account.actor, MADE, account, audience=Audience.SELF, quietly=True)


@transaction.atomic
def use_sign_in_link(made: int) -> Account:
    """The account to sign in. Locked, so that of two who use it at once the second is refused."""
    link = Activity.objects.select_for_update().filter(pk=made, verb=MADE).first()
    if link is None or _is_used(link):
        raise Refused(USED_UP)
    account = Account.objects.select_related("actor").filter(pk=link.object_id).first()
    if account is None or account.actor is None or not account.is_active:
        raise Refused(USED_UP)
    record(account.actor, USED, link, audience=Audience.SELF, quietly=True)
    return account


def _is_used(link: Activity) -> bool:
    return Activity.objects.filter(actor=link.actor_id, verb=USED, object_id=link.pk).exists()
