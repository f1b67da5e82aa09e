"""Letters about two accounts that become one."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity
from vaknet.domain.people.addresses import MERGE, account_at
from vaknet.domain.people.models import Account, Merge
from vaknet.interfaces.mail.post import Letter, send


def prove_it(activity: Activity) -> None:
    """To the other account: the link for who asked; or that nobody has an account there."""
    merge = Merge.objects.filter(pk=activity.object_id, at=None).first()
    if merge is None:
        return
    token = action_token(activity.actor, MERGE, merge.pk)
    holder = account_at(merge.email).exclude(actor=None).first()
    asker = Account.objects.get(actor=activity.actor)
    if holder is None or holder == asker:
        subject = _("There is no second account with this address")
        _send(merge.email, asker.language, subject, "merge_unknown", reverse("merge-accounts"))
        return
    path = reverse("merge-account", args=[token])
    _send(merge.email, holder.language, _("Are both accounts yours?"), "merge_prove", path)


def accounts_merged(activity: Activity) -> None:
    """To both addresses: it cannot be undone, so whoever did not do it has to hear it."""
    merge = Merge.objects.get(pk=activity.object_id)
    account = Account.objects.get(actor=activity.actor)
    for email in dict.fromkeys((account.email, merge.email)):
        subject, path = _("Your two accounts are one now"), reverse("sign-in-options")
        _send(email, account.language, subject, "merge_done", path)


def _send(email: str, language: str, subject: object, template: str, path: str) -> None:
    """Without a name: an address may be mistyped. Also when she stopped our letters."""
    url = f"{settings.BASE_URL}{path}"
    reader = Account(email=email, language=language)
    send(Letter(to=reader, subject=subject, template=template, asked_for=True, action_url=url))
