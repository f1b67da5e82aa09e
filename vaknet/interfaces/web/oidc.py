"""OpenID Connect: allauth speaks it; what it does not check is checked here.

Beyond what allauth does: a nonce, the signature of every token, the issuer of every answer, clocks
that differ a little, and answers that are too long or too slow. Every way in which it can go wrong
is one exception, Trouble.
"""

import hashlib
import secrets
from typing import Any
from urllib.parse import urlsplit

import jwt
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.visitors import (
    CANCELLED,
    LONGEST_SHOWN,
    STALE,
    WRONG,
    Trouble,
    Visitor,
    trusting_nothing,
)
from vaknet.kit import careful_http
from vaknet.providers import LOOPBACK, Provider

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
CLOCKS_DIFFER = 60
LONGEST_SUBJECT = 255  # as OpenID Connect says
NEEDED = ["iss", "sub", "aud", "exp", "iat"]
ENDPOINTS = ["authorization_endpoint", "token_endpoint", "jwks_uri"]
# What an answer in a shape that nobody agreed on makes of the code that reads it.
NONSENSE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    OAuth2Error,
    jwt.PyJWTError,
)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def get_requests_session(self) -> careful_http.Session:
        return careful_http.Session()


class _Client(OAuth2Client):  # type: ignore[misc]
    def get_redirect_url(
        self, authorization_url: str, scope: list[str], extra_params: dict[str, str]
    ) -> str:
        """Also for an address that has a question mark of its own."""
        asked: str = super().get_redirect_url("", scope, extra_params)
        return authorization_url + ("&" if "?" in authorization_url else "?") + asked[1:]


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    client_class = _Client

    def __init__(self, request: Request, provider: Provider) -> None:
        super().__init__(request, provider.id)
        self.told = provider
        app = SocialApp(
            provider="openid_connect",
            provider_id=provider.id,
            name=provider.name,
            client_id=provider.client_id,
            secret=provider.client_secret,
            settings={"server_url": provider.issuer.rstrip("/"), "oauth_pkce_enabled": True},
        )
        self.provider = _Speaking(request, app)
        self.provider.adapter = self

    def get_provider(self) -> "_Speaking":
        return self.provider

    def get_callback_url(self, request: Request, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("sign-in-came-back", args=[self.told.id]))

    @property
    def basic_auth(self) -> bool:
        """By post where that is taken; the specification's own default is basic."""
        usual = ["client_secret_basic"]
        ways = self.openid_config.get("token_endpoint_auth_methods_supported", usual)
        return bool(self.told.client_secret) and "client_secret_post" not in ways

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, when it is the one that the operator meant."""
        config: dict[str, Any] = super().openid_config
        if config["issuer"] != self.told.issuer:
            raise Trouble(WRONG, "its issuer has another name than ours for it")
        for name in ENDPOINTS:
            parts = urlsplit(config[name])
            if parts.scheme != "https" and parts.hostname not in LOOPBACK:
                raise Trouble(WRONG, f"its {name} is not https")
        return config

    def visitor(self, code: str, state: dict[str, Any]) -> Visitor:
        client = self.get_client(self.request, self.provider.app)
        answer = client.get_access_token(code, pkce_code_verifier=state["pkce_code_verifier"])
        claims = self._claims(answer["id_token"])
        if not constant_time_compare(str(claims.get("nonce", "")), state["data"]["nonce"]):
            raise Trouble(WRONG, "the nonce is not ours")
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            told = self._fetch_user_info(answer["access_token"])
            if told["sub"] != claims["sub"]:
                raise Trouble(WRONG, "its user info is about somebody else")
            claims = told | claims
        return self._believed(claims)

    def _claims(self, token: str) -> dict[str, Any]:
        """Of a token with the signature of this provider, for us, and of this minute."""
        header = jwt.get_unverified_header(token)
        if header["alg"] not in ALGORITHMS:
            raise Trouble(WRONG, "its token is signed in a way that we do not take")
        with SocialAccountAdapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(response.json()).keys
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(keys, header.get("kid")),
            algorithms=[header["alg"]],
            audience=self.told.client_id,
            issuer=self.told.issuer,
            leeway=CLOCKS_DIFFER,
            options={"require": NEEDED},
        )
        if claims.get("azp", self.told.client_id) != self.told.client_id:
            raise Trouble(WRONG, "its token is for another client")
        return claims

    def _believed(self, claims: dict[str, Any]) -> Visitor:
        """The subject is kept as a digest with its issuer: another issuer has other people."""
        subject = claims["sub"]
        if not 0 < len(subject) <= LONGEST_SUBJECT:
            raise Trouble(WRONG, "its subject is empty or too long")
        email = _line(claims.get("email")).lower()
        names = [email, _line(claims.get("preferred_username")), _line(claims.get("name"))]
        return Visitor(
            provider=self.told.id,
            subject=hashlib.sha256(f"{self.told.issuer} {subject}".encode()).hexdigest(),
            shown=next(filter(None, names), ""),
            email=email if claims.get("email_verified") is True else "",
        )


class _Speaking(OpenIDConnectProvider):  # type: ignore[misc]
    adapter: Adapter

    def get_oauth2_adapter(self, request: Request) -> Adapter:
        return self.adapter


def _key(keys: list[jwt.PyJWK], name: str | None) -> jwt.PyJWK:
    fitting = [
        key
        for key in keys
        if key.public_key_use in {None, "sig"} and (name is None or key.key_id == name)
    ]
    if len(fitting) != 1:
        raise Trouble(WRONG, "it has no key of that name")
    return fitting[0]


def _line(said: Any) -> str:
    """One line of what may be any kind of value."""
    text = clean_text(said) if isinstance(said, str) else ""
    return " ".join(text.split())[:LONGEST_SHOWN]


def begin(request: Request, provider: Provider, *, intent: dict[str, Any]) -> str:
    """Where to send the browser; `intent` comes back with it. Raises Trouble."""
    nonce = secrets.token_urlsafe(32)
    with trusting_nothing(NONSENSE):
        answer = Adapter(request, provider).provider.redirect(
            request, "login", data=intent | {"nonce": nonce}, auth_params={"nonce": nonce}
        )
        return str(answer.url)


def intent_of(request: Request, provider: Provider) -> dict[str, Any]:
    """The state that this browser left with, used up by asking. Raises Trouble."""
    state: dict[str, Any] | None = statekit.unstash_state(
        request, state_id=request.GET.get("state", ""), provider_id=provider.id
    )
    if state is None:
        raise Trouble(STALE)
    return state


def finish(request: Request, provider: Provider, state: dict[str, Any]) -> Visitor:
    """Who came back. Raises Trouble."""
    if request.GET.get("error") == "access_denied":
        raise Trouble(CANCELLED)
    if request.GET.get("iss", provider.issuer) != provider.issuer:
        raise Trouble(WRONG, "the answer is of another issuer")
    if "code" not in request.GET:
        raise Trouble(WRONG, "it sent no code")
    with trusting_nothing(NONSENSE):
        return Adapter(request, provider).visitor(request.GET["code"], state)
