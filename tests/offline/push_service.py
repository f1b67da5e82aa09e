"""A push service on loopback, over https, and a browser that opens what it brings.

Written from RFC 8188, 8291 and 8292, of another hand than the library that seals.
"""

import json
import ssl
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.background import in_background
from vaknet.kit.web_push import Subscription

CURVE = ec.SECP256R1()
PLAIN = serialization.PublicFormat.UncompressedPoint


def words(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def content(words: str) -> bytes:
    return urlsafe_b64decode(words + "=" * (-len(words) % 4))


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, PLAIN)


def derived(length: int, salt: bytes, secret: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)


@dataclass
class Browser:
    """Its keys, and where it is reached."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(CURVE)
    )
    secret: bytes = b"sixteen bytes .."

    @property
    def subscription(self) -> Subscription:
        return Subscription(
            self.endpoint, words(point(self.private.public_key())), words(self.secret)
        )

    def opened(self, sealed: bytes) -> dict[str, str]:
        salt, length = sealed[:16], sealed[20]
        theirs, cipher = sealed[21 : 21 + length], sealed[21 + length :]
        shared = self.private.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs)
        )
        info = b"WebPush: info\0" + point(self.private.public_key()) + theirs
        secret = derived(32, self.secret, shared, info)
        key = derived(16, salt, secret, b"Content-Encoding: aes128gcm\0")
        nonce = derived(12, salt, secret, b"Content-Encoding: nonce\0")
        padded = AESGCM(key).decrypt(nonce, cipher, None)
        assert padded.rstrip(b"\0")[-1:] == b"\2"
        return json.loads(padded.rstrip(b"\0")[:-1])


@dataclass
class PushService:
    """`answers`: what it says the next times, 201 when there is nothing more."""

    address: str = ""
    answers: list[int] = field(default_factory=list)
    brought: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def claims(self, nth: int = -1) -> dict[str, object]:
        """What we sign; raises when the signature is not by the key that stands beside it."""
        _path, headers, _body = self.brought[nth]
        token, key = headers["Authorization"].removeprefix("vapid t=").split(", k=")
        public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, content(key))
        return jwt.decode(token, public, algorithms=["ES256"], audience=self.address)


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(CURVE)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "push.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=400))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "push.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    pem = serialization.Encoding.PEM
    path.write_bytes(key.private_bytes(pem, form, plain) + made.public_bytes(pem))
    return path


@contextmanager
def serving(folder: Path) -> Iterator[PushService]:
    service, certificate = PushService(), _certificate(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.brought.append((self.path, dict(self.headers), body))
            self.send_response(service.answers.pop(0) if service.answers else 201)
            self.send_header("Location", "http://127.0.0.1:1/elders")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    service.address = f"https://127.0.0.1:{server.server_port}"
    with server, in_background(server, daemon=False):
        yield service
