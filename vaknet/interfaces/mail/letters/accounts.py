"""The code that opens the door."""

from collections.abc import Callable

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity
from vaknet.domain.leaving.actions.closing import COME_BACK
from vaknet.domain.people.models import Account, Closure
from vaknet.interfaces.mail.post import Letter, send


def sign_in_code(email: str, code: str, language: str) -> Letter:
    """The same letter for a member and for somebody new."""
    return Letter(
        to=Account(email=email, language=language),
        subject=_("%(code)s is your code") % {"code": code},
        template="sign_in_code",
        context={"code": code},
        asked_for=True,
    )


def invitation(account: Account) -> Letter:
    """You are a member already; this is the door."""
    return Letter(
        to=account,
        subject=_("%(network)s invites you") % {"network": settings.NETWORK_NAME},
        template="invitation",
        asked_for=True,
        action_url=f"{settings.BASE_URL}/inloggen/",
    )


def account_closed(activity: Activity) -> None:
    """Until when she can come back, and how. Also when she stopped our letters: it is about her."""
    closure = Closure.objects.filter(pk=activity.object_id, until=None).first()
    if closure is None:
        return
    token = action_token(activity.actor, COME_BACK, closure.pk)
    account = Account.objects.get(actor=activity.actor)
    with translation.override(account.language):
        subject = gettext("Your account at %(network)s is closed")
    send(
        Letter(
            to=account,
            subject=subject % {"network": settings.NETWORK_NAME},
            template="account_closed",
            context={"name": closure.name, "erase_at": closure.erase_at},
            asked_for=True,
            action_url=f"{settings.BASE_URL}{reverse('come-back', args=[token])}",
        )
    )


def sign_in_linked(activity: Activity) -> None:
    """A new way in. Also when she stopped our letters: somebody else may have made it."""
    identity = SocialAccount.objects.select_related("user").filter(pk=activity.object_id).first()
    if identity is None:
        return
    known = settings.SIGN_IN_PROVIDERS.get(identity.provider)
    name = known.name if known else identity.provider
    _ways_in_changed(
        identity.user,
        lambda: gettext("A new way to sign in: %(name)s") % {"name": name},
        lambda: gettext("From now on you can sign in with %(name)s.") % {"name": name},
    )


def sign_in_unlinked(activity: Activity) -> None:
    account = Account.objects.filter(actor=activity.actor).first()
    if account is not None:
        _ways_in_changed(
            account,
            lambda: gettext("A way to sign in was taken away"),
            lambda: gettext("A linked account elsewhere no longer lets you in. Codes always do."),
        )


SECOND_STEP = {
    "turned_on_second_step": (
        _("The second step is on"),
        _("From now on we ask for a code from your app after a code by mail."),
    ),
    "renewed_recovery_codes": (
        _("You have new recovery codes"),
        _("The recovery codes that you had open nothing any more."),
    ),
    "turned_off_second_step": (
        _("The second step is off"),
        _("From now on a code by mail is enough to sign in."),
    ),
    "lost_second_step": (
        _("The second step is off"),
        _("Who runs this network took it off. From now on a code by mail is enough to sign in."),
    ),
    "used_recovery_code": (
        _("A recovery code was used"),
        _("Somebody signed in to your account with a recovery code from paper."),
    ),
}


def second_step_changed(activity: Activity) -> None:
    """Also when she stopped our letters: somebody else may have done it."""
    account = Account.objects.filter(actor=activity.actor).first()
    if account is not None:
        subject, said = SECOND_STEP[activity.verb]
        _ways_in_changed(account, lambda: str(subject), lambda: str(said))


def _ways_in_changed(account: Account, subject: Callable[[], str], said: Callable[[], str]) -> None:
    with translation.override(account.language):
        shown, words = subject(), said()
    send(
        Letter(
            to=account,
            subject=shown,
            template="way_in",
            context={"said": words},
            asked_for=True,
            action_url=f"{settings.BASE_URL}{reverse('sign-in-options')}",
        )
    )
