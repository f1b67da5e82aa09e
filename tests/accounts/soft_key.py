"""A passkey in Python: makes real signatures, and wrong ones on request."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG
HERE = "https://testserver"


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class SoftKey:
    def __init__(self, host: str = "testserver", origin: str = HERE) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.host = hashlib.sha256(host.encode()).digest()
        self.origin = origin

    def made(self, options: dict[str, Any]) -> str:
        """What the browser sends after making it."""
        public = ES256.from_cryptography_key(self.key.public_key())
        attested = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        flags = FLAG.UP | FLAG.UV | FLAG.AT
        data = AuthenticatorData.create(self.host, flags, 0, attested)
        client = self._client("webauthn.create", options["challenge"])
        return self._sent(
            {
                "clientDataJSON": text(client),
                "attestationObject": text(AttestationObject.create("none", data, {})),
            }
        )

    def used(self, options: dict[str, Any], handle: str, *, forged: bool = False) -> str:
        """What the browser sends to sign in."""
        data = AuthenticatorData.create(self.host, FLAG.UP | FLAG.UV, 1)
        client = self._client("webauthn.get", options["challenge"])
        signed = data + hashlib.sha256(b"" if forged else client).digest()
        return self._sent(
            {
                "clientDataJSON": text(client),
                "authenticatorData": text(data),
                "signature": text(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
                "userHandle": handle,
            }
        )

    def _client(self, kind: str, challenge: str) -> bytes:
        return CollectedClientData.create(type=kind, challenge=challenge, origin=self.origin)

    def _sent(self, response: dict[str, str]) -> str:
        return json.dumps(
            {
                "id": text(self.id),
                "rawId": text(self.id),
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )
