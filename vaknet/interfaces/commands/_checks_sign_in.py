"""What can be wrong with a system that members may sign in with, seen from here."""

import time
from collections.abc import Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from vaknet.configuration import Configuration
from vaknet.interfaces.commands._checks import CLOCK_SLACK, Finding
from vaknet.kit import careful_http
from vaknet.providers import SETTING, Provider

# Asked with a code that cannot be good: a provider that knows us says that, and no other thing.
PROBE = {"grant_type": "authorization_code", "code": "vaknet-doctor"}


def sign_in(c: Configuration) -> Iterator[Finding]:
    for provider in c.providers.values():
        wrong = list(_saml(provider) if provider.kind == "saml" else _openid(c, provider))
        yield from (Finding("Sign-in", False, f"{provider.id}: {one}") for one in wrong)
        if not wrong:
            yield Finding("Sign-in", True, f"{provider.id}: {_praise(c, provider)}")


def _praise(c: Configuration, provider: Provider) -> str:
    if provider.kind == "saml":
        ours = f"{c.base_url}/inloggen/met/{provider.id}/metadata/"
        return f"{provider.issuer} describes itself well. Ours for it: {ours}"
    return f"{provider.issuer} knows this network."


def _saml(provider: Provider) -> Iterator[str]:
    """What can be seen without asking it to sign somebody in."""
    # Large, and only needed by who has such a provider.
    from lxml.etree import LxmlError  # noqa: PLC0415
    from onelogin.saml2.idp_metadata_parser import (  # noqa: PLC0415
        OneLogin_Saml2_IdPMetadataParser as Parser,
    )

    start = f"{SETTING.name}_{provider.id.upper()}"
    try:
        with careful_http.Session() as session:
            answer = session.get(provider.metadata)
            answer.raise_for_status()
        told = Parser.parse(answer.content, entity_id=provider.issuer)["idp"]
        usable = told["entityId"] == provider.issuer and told["singleSignOnService"]["url"]
    except requests.RequestException as error:
        kind = type(error).__name__
        yield f"{provider.metadata} cannot be read ({kind}). Check {start}_METADATA."
        return
    except (LookupError, TypeError, ValueError, LxmlError):
        usable = False
    if not usable:
        yield (
            f"{provider.metadata} describes no provider of the name {provider.issuer!r}. Check "
            f"{start}_METADATA and {start}_ISSUER."
        )
    elif apart := _clocks_differ(answer):
        yield f"its clock and ours differ {apart} seconds. Let ours be kept (chrony)."


def _openid(c: Configuration, provider: Provider) -> Iterator[str]:
    """A sentence for what is wrong; one is enough."""
    start = f"{SETTING.name}_{provider.id.upper()}"
    place = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        with careful_http.Session() as session:
            answer = session.get(place)
            answer.raise_for_status()
            told = answer.json()
            issuer, token = told["issuer"], told["token_endpoint"]
            ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    except requests.RequestException as error:
        yield f"{place} cannot be read ({type(error).__name__}). Check {start}_ISSUER."
        return
    except (LookupError, TypeError, AttributeError):
        yield f"{place} is no description of a provider. Check {start}_ISSUER."
        return
    if issuer != provider.issuer:
        yield f"it calls itself {str(issuer)[:200]!r}. Set {start}_ISSUER to just that."
    elif apart := _clocks_differ(answer):
        yield f"its clock and ours differ {apart} seconds. Let ours be kept (chrony)."
    else:
        yield from _client(c, provider, token, by_post="client_secret_post" in ways)


def _clocks_differ(answer: requests.Response) -> int:
    """How many seconds, when it is too many."""
    try:
        theirs = parsedate_to_datetime(answer.headers["Date"]).replace(tzinfo=UTC).timestamp()
    except (LookupError, ValueError):
        return 0
    apart = round(abs(theirs - time.time()))
    return apart if apart > CLOCK_SLACK else 0


def _client(c: Configuration, provider: Provider, token: str, *, by_post: bool) -> Iterator[str]:
    start = f"{SETTING.name}_{provider.id.upper()}"
    back = f"{c.base_url}/inloggen/met/{provider.id}/terug/"
    asked = PROBE | {"redirect_uri": back}
    us: tuple[str, str] | None = (provider.client_id, provider.client_secret)
    if by_post or not provider.client_secret:
        asked |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
        us = None
    try:
        with careful_http.Session() as session:
            answer = session.post(token, data=asked, auth=us)
            said: Any = answer.json()
            error = said["error"]
    except (requests.RequestException, LookupError, TypeError):
        yield f"{str(token)[:200]} does not answer as it should. Ask who runs that system."
        return
    if error in {"invalid_client", "unauthorized_client"}:
        yield (
            f"it does not know us. Check {start}_CLIENT_ID and {start}_CLIENT_SECRET, and that "
            f"{back} is an address there to come back to."
        )
