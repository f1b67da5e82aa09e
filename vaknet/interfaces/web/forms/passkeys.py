"""What a browser sends about a passkey: a whole answer, or no passkey."""

import struct
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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
            return super().clean_credential()
        except NONSENSE as nonsense:
            raise ValidationError(NO_PASSKEY) from nonsense
