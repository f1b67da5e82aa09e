"""What a browser sends about a passkey: a whole answer, or no passkey."""

import struct
from typing import Any

from allauth.account.utils import url_str_to_user_pk, user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from fido2.utils import websafe_decode, websafe_encode

from vaknet.domain.people.merged import account_since_merge

# The parsers below take what comes as it comes, and each kind of nonsense fails in its own way.
NONSENSE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    InvalidSignature,
    UnsupportedAlgorithm,
)
NO_PASSKEY = _("This passkey does not work here. Ask for a code.")


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    def clean(self) -> dict[str, Any]:
        # allauth does not check an answer that is empty in the eyes of Python, such as 0.
        if not isinstance(self.cleaned_data.get("credential"), dict):
            raise ValidationError(NO_PASSKEY)
        try:
            cleaned: dict[str, Any] = super().clean()
        except NONSENSE as nonsense:
            raise ValidationError(NO_PASSKEY) from nonsense
        return cleaned


class UsePasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Authenticator:
        try:
            _name_the_account_of_now(self.cleaned_data["credential"])
            return super().clean_credential()
        except NONSENSE as nonsense:
            raise ValidationError(NO_PASSKEY) from nonsense


def _name_the_account_of_now(credential: dict[str, Any]) -> None:
    """A passkey says for whose account it was made; that one may be part of another since.

    The name is not part of what is signed: allauth looks among the passkeys of whoever it names.
    """
    told = credential["response"]
    made_for = url_str_to_user_pk(websafe_decode(told["userHandle"]).decode())
    kept = account_since_merge(made_for)
    if kept is not None:
        told["userHandle"] = websafe_encode(user_pk_to_url_str(kept).encode())
