"""The code that opens the door."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from vaknet.domain.people.models import Account
from vaknet.interfaces.mail.post import Letter


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
