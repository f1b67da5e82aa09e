"""A real SAML provider on this machine, over HTTP: pysaml2, which shares no code with what we use.

Only its signatures are made by the same C library, because the program that pysaml2 calls for them
is not everywhere.
"""

import re
import warnings
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests.background import in_background
from vaknet.providers import Provider

with warnings.catch_warnings():  # it still names an old cipher, which it does not use here
    warnings.simplefilter("ignore")
    from saml2 import BINDING_HTTP_REDIRECT
    from saml2.authn_context import PASSWORDPROTECTEDTRANSPORT
    from saml2.config import IdPConfig
    from saml2.metadata import entity_descriptor
    from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
    from saml2.server import Server
    from saml2.sigver import CryptoBackend


HONEST = {
    "sign_assertion": True,
    "sign_response": False,
    "sign_alg": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "digest_alg": "http://www.w3.org/2001/04/xmlenc#sha256",
}


class _Signing(CryptoBackend):
    """Signs the template that pysaml2 prepared."""

    def sign_statement(self, statement: Any, node_name: str, key_file: str, node_id: str) -> str:
        raw = statement if isinstance(statement, bytes) else str(statement).encode()
        tree = etree.fromstring(raw)
        (node,) = tree.xpath("//*[@ID=$id]", id=node_id)
        sign(tree, node, key_file)
        return etree.tostring(tree).decode()


def sign(tree: Any, node: Any, key_file: str) -> None:
    template = node.find(f"{{{xmlsec.constants.DSigNs}}}Signature")
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_file(key_file, xmlsec.constants.KeyDataFormatPem)
    context.register_id(node, "ID")
    context.sign(template)


def key_pair(folder: Path, name: str) -> tuple[str, str]:
    """The files of a key, and of a certificate that it signed itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    pem, no = serialization.Encoding.PEM, serialization.NoEncryption()
    paths = folder / f"{name}.key", folder / f"{name}.crt"
    paths[0].write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, no))
    paths[1].write_bytes(certificate.public_bytes(pem))
    return str(paths[0]), str(paths[1])


@dataclass
class SamlProvider:
    """`crooked` changes the XML of an answer on its way; `options` what pysaml2 is told; `us` is
    our metadata, and `date` what it says is the time."""

    address: str
    folder: Path
    key: str
    certificate: str
    people: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    name_format: str = NAMEID_FORMAT_PERSISTENT
    options: dict[str, Any] = field(default_factory=dict)
    crooked: Callable[[str], str] = field(default=lambda xml: xml)
    metadata: Callable[[str], str] = field(default=lambda xml: xml)
    us: str = ""
    date: str = ""

    @property
    def issuer(self) -> str:
        return f"{self.address}/metadata"

    def told(self, **more: Any) -> Provider:
        """As the operator sets it."""
        facts = {"id": "bond", "name": "De bond", "issuer": self.issuer, "kind": "saml"}
        facts |= {"client_id": "", "client_secret": "", "metadata": self.issuer}
        return Provider(**(facts | more))

    def config(self) -> IdPConfig:
        # pysaml2 asks a program what it can do, also when it makes no signature with it.
        stand_in = self.folder / "no-program"
        stand_in.write_text("#!/bin/sh\nprintf '1.3\\nrsa-sha256\\n'\n", encoding="utf-8")
        stand_in.chmod(0o755)
        place = [(f"{self.address}/sso", BINDING_HTTP_REDIRECT)]
        told = {
            "entityid": self.issuer,
            "key_file": self.key,
            "cert_file": self.certificate,
            "xmlsec_binary": str(stand_in),
            "service": {"idp": {"endpoints": {"single_sign_on_service": place}}},
        }
        if self.us:
            told["metadata"] = {"inline": [self.us]}
        return IdPConfig().load(told)

    def description(self) -> str:
        return self.metadata(str(entity_descriptor(self.config())))

    def answers(self, url: str, who: str) -> dict[str, str]:
        """What the page of the provider posts, after somebody signed in there."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        server = Server(config=self.config())
        server.sec.crypto = _Signing()
        asked = server.parse_authn_request(query["SAMLRequest"], BINDING_HTTP_REDIRECT)
        back = server.response_args(asked.message)
        xml = str(
            server.create_authn_response(
                self.people.get(who, {"displayName": [who]}),
                userid=who,
                name_id=NameID(text=f"{who}-1", format=self.name_format),
                authn={"class_ref": PASSWORDPROTECTEDTRANSPORT},
                **(HONEST | back | self.options),
            )
        )
        sent = b64encode(self.crooked(xml).encode()).decode()
        return {"SAMLResponse": sent, "RelayState": query["RelayState"]}

    def serve(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        if request.path == "/metadata":
            answer = Response(self.description(), content_type="application/samlmetadata+xml")
        elif request.method == "GET":
            form = '<form method="post"><label>Who <input name="who"></label><button>In</button>'
            answer = _html(f"{form}</form>")
        else:
            answer = self._page(self.answers(request.url, request.form["who"]), request.url)
        return answer(environ, start)

    def _page(self, sent: dict[str, str], url: str) -> Response:
        (question,) = parse_qs(urlsplit(url).query)["SAMLRequest"]
        server = Server(config=self.config())
        asked = server.parse_authn_request(question, BINDING_HTTP_REDIRECT)
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">'
            for name, value in sent.items()
        )
        to = escape(asked.message.assertion_consumer_service_url)
        form = f'<form method="post" action="{to}">{fields}<button>Back</button></form>'
        return _html(form)


def _html(body: str) -> Response:
    page = f"<!doctype html><html lang=en><title>IdP</title>{body}"
    return Response(page, content_type="text/html; charset=utf-8")


@contextmanager
def saml_provider(folder: Path) -> Iterator[SamlProvider]:
    running = SamlProvider("", folder, *key_pair(folder, "idp"))

    class Handler(WSGIRequestHandler):
        def date_time_string(self, timestamp: float | None = None) -> str:
            return running.date or super().date_time_string(timestamp)

        def log(self, *_: object) -> None:
            """Nobody reads it."""

    server = make_server("127.0.0.1", 0, running.serve, threaded=True, request_handler=Handler)
    running.address = f"http://127.0.0.1:{server.server_port}"
    with server, in_background(server):
        yield running


def decoded(sent: dict[str, str]) -> str:
    return b64decode(sent["SAMLResponse"]).decode()


def form_on(page: Any) -> dict[str, str]:
    """What our page in between posts on."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}
