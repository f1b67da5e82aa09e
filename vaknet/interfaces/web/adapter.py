"""How allauth does its part of the door: codes and passkeys, and nothing else."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import get_language

from vaknet.domain.frozen import Frozen
from vaknet.domain.people import actions
from vaknet.domain.people.actions.codes import CODE_SECONDS
from vaknet.domain.people.models import Account
from vaknet.interfaces.web.how_often import too_often

# Without letters and digits that look alike on paper or sound alike on the phone.
CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
CODE_LENGTH = 6


def _account(pk: int) -> QuerySet[Account]:
    return Account.objects.filter(pk=pk).select_related("actor")


# Every page of every member asks this.
_ACCOUNT = Frozen(_account)


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Who signed in comes with her actor, in one query."""

    def get_user(self, user_id: int) -> Account | None:
        found = next(iter(_ACCOUNT(pk=user_id)), None)
        return found if found is not None and self.user_can_authenticate(found) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in through our one door, not by allauth's own page."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Our page for passkeys asks for a fresh sign-in itself."""
        return False

    def generate_login_code(self) -> str:
        return get_random_string(CODE_LENGTH, CODE_LETTERS)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The code, by the worker. allauth's other letters are not ours to send.

        Past the limit of an address the same job is made, but dead: who asks sees no difference.
        """
        if template_prefix == "account/email/login_code":
            mailed_often = too_often(self.request, "mail_login_code", email)
            actions.mail_code(
                email=email,
                code=context["code"],
                language=(get_language() or "nl")[:2],
                seconds=0 if mailed_often else CODE_SECONDS,
            )

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        """The right code for a closed account: the door itself says so."""
        return HttpResponseRedirect(reverse("sign-in"))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """We say what happened in our own words."""


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to a host name, whatever its port."""
        host = urlsplit(f"//{context.request.get_host()}").hostname or ""
        return {"id": host, "name": settings.NETWORK_NAME}

    def get_totp_issuer(self) -> str:
        return str(settings.NETWORK_NAME)

    def is_mfa_enabled(self, user: Account, types: Any = None) -> bool:
        """Not by allauth: a passkey is a way in, and the second step is asked in `entering`."""
        return False
