"""Letters about a mail address, each to that address itself."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity
from vaknet.domain.people.addresses import PROVE, account_at
from vaknet.domain.people.models import Account, MailAddress
from vaknet.interfaces.mail.post import Letter, send


def prove_it(activity: Activity) -> None:
    """The link that proves it; or, where it is somebody's already, that it is."""
    address = MailAddress.objects.filter(pk=activity.object_id, since=None).first()
    if address is None:
        return
    holder = account_at(address.email).exclude(actor=None).first()
    if holder is not None:
        url = f"{settings.BASE_URL}{reverse('merge-accounts')}"
        subject = _("This address is yours already")
        _send(address.email, holder.language, subject, "address_taken", url)
        return
    token = action_token(activity.actor, PROVE, address.pk)
    path = reverse("prove-address", args=[token])
    language, subject = address.account.language, _("Is this address yours?")
    _send(address.email, language, subject, "address_prove", f"{settings.BASE_URL}{path}")


def mail_goes_elsewhere(activity: Activity) -> None:
    """To the address that had the mail until now. Where it goes is not said: others may read it."""
    _tell(activity, _("Your mail goes to another address now"), "address_chosen")


def no_longer_hers(activity: Activity) -> None:
    _tell(activity, _("This address no longer lets you in"), "address_removed")


def _tell(activity: Activity, subject: object, template: str) -> None:
    address = MailAddress.objects.select_related("account").filter(pk=activity.object_id).first()
    if address is not None:
        _send(address.email, address.account.language, subject, template)


def _send(email: str, language: str, subject: object, template: str, url: str = "") -> None:
    """Nobody's name is in it: an address may be mistyped. Also when she stopped our letters."""
    reader = Account(email=email, language=language)
    url = url or f"{settings.BASE_URL}{reverse('sign-in-options')}"
    send(Letter(to=reader, subject=subject, template=template, asked_for=True, action_url=url))
