"""SAML 2.0: python3-saml speaks it, the toolkit that allauth uses too; we are stricter where it is
lenient.

Beyond what it does: the assertion itself must be signed, name the question that this browser asked,
be meant for us and for this address to the letter, and have an end. Nobody comes in unasked.
"""

import hashlib
from typing import Any

import xmlsec
from allauth.socialaccount.internal import statekit
from django.urls import reverse
from django.utils.crypto import get_random_string
from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Saml
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings

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
from vaknet.providers import Provider

LONGEST_ANSWER = 200_000
LONGEST_SUBJECT = 1024
CONFIRMED = "/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData"
NAMES = [
    "urn:oid:0.9.2342.19200300.100.1.3",
    "mail",
    "email",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "urn:oid:2.16.840.1.113730.3.1.241",
    "displayName",
]
NONSENSE = (
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    OneLogin_Saml2_Error,
    OneLogin_Saml2_ValidationError,
    etree.LxmlError,
    xmlsec.Error,
)


def begin(request: Request, provider: Provider, *, intent: dict[str, Any]) -> str:
    """Where to send the browser; `intent` comes back with it. Raises Trouble."""
    token = get_random_string(32)
    with trusting_nothing(NONSENSE):
        auth = OneLogin_Saml2_Auth(_here(request, provider), _settings(request, provider))
        url = str(auth.login(return_to=token))
    asked = {"data": intent, "question": auth.get_last_request_id()}
    statekit.stash_state(request, provider_id=provider.id, state=asked, state_id=token)
    return url


def intent_of(request: Request, provider: Provider) -> dict[str, Any]:
    """The state that this browser left with, used up by asking. Raises Trouble."""
    state: dict[str, Any] | None = statekit.unstash_state(
        request, state_id=request.POST.get("RelayState", ""), provider_id=provider.id
    )
    if state is None:
        raise Trouble(STALE)
    return state


def finish(request: Request, provider: Provider, state: dict[str, Any]) -> Visitor:
    """Who came back. Raises Trouble."""
    sent = request.POST.get("SAMLResponse", "")
    if not 0 < len(sent) <= LONGEST_ANSWER:
        raise Trouble(WRONG, "it sent no answer, or a very long one")
    with trusting_nothing(NONSENSE):
        settings = OneLogin_Saml2_Settings(_settings(request, provider))
        answer = OneLogin_Saml2_Response(settings, sent)
        if _is_cancelled(answer):
            raise Trouble(CANCELLED)
        here = _here(request, provider)
        answer.is_valid(here, request_id=state["question"], raise_exceptions=True)
        _check_strictly(answer, state["question"], _address(request, provider), settings)
        return _believed(answer, provider)


def metadata(request: Request, provider: Provider) -> bytes:
    """What the other side wants to know of us."""
    told = _ours(request, provider) | {"idp": {}}
    settings = OneLogin_Saml2_Settings(told, sp_validation_only=True)
    text = settings.get_sp_metadata()
    return text if isinstance(text, bytes) else str(text).encode()


def _check_strictly(
    answer: OneLogin_Saml2_Response, question: str, address: str, settings: OneLogin_Saml2_Settings
) -> None:
    """`is_valid` takes what is not said for good. This reads the signed assertion and nothing else,
    by the query that `is_valid` uses itself."""
    told = answer._query_assertion(CONFIRMED)
    confirmed = any(
        one.get("InResponseTo") == question
        and one.get("Recipient") == address
        and one.get("NotOnOrAfter")
        for one in told
    )
    if not confirmed:
        raise Trouble(WRONG, "its assertion is not for this question")
    if settings.get_sp_data()["entityId"] not in answer.get_audiences():
        raise Trouble(WRONG, "its assertion is not for us")


def _believed(answer: OneLogin_Saml2_Response, provider: Provider) -> Visitor:
    """SAML does not say whether an address was proved, so none is believed."""
    told: dict[str, list[str]] = answer.get_attributes()
    subject = _subject(answer, provider, told)
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise Trouble(WRONG, "it gives no lasting name for her")
    shown = next((words for name in NAMES if (words := _line(told.get(name)))), "")
    return Visitor(
        provider=provider.id,
        subject=hashlib.sha256(f"{provider.issuer} {subject}".encode()).hexdigest(),
        shown=shown,
        email="",
    )


def _subject(
    answer: OneLogin_Saml2_Response, provider: Provider, told: dict[str, list[str]]
) -> str:
    """The attribute that the operator named, or a name that lasts: an address may become another's,
    and a transient name is another one tomorrow."""
    if provider.subject:
        values = told.get(provider.subject, [])
        return str(values[0] or "") if len(values) == 1 else ""
    lasts = answer.get_nameid_format() == Saml.NAMEID_PERSISTENT
    return str(answer.get_nameid() or "") if lasts else ""


def _is_cancelled(answer: OneLogin_Saml2_Response) -> bool:
    """She said no there, or it says no to her."""
    codes = answer.document.xpath(
        "/samlp:Response/samlp:Status//samlp:StatusCode/@Value", namespaces=Saml.NSMAP
    )
    return any(str(code).endswith((":AuthnFailed", ":RequestDenied")) for code in codes)


def _line(values: list[str] | None) -> str:
    words = clean_text(str((values or [""])[0] or ""))
    return " ".join(words.split())[:LONGEST_SHOWN]


def _address(request: Request, provider: Provider) -> str:
    return request.build_absolute_uri(reverse("saml-answer", args=[provider.id]))


def _here(request: Request, provider: Provider) -> dict[str, Any]:
    """As the toolkit wants a request: as if it were at the address that the provider posts to."""
    return {
        "https": "on" if request.is_secure() else "off",
        "http_host": request.get_host(),
        "script_name": reverse("saml-answer", args=[provider.id]),
        "get_data": {},
        "post_data": {},
    }


def _settings(request: Request, provider: Provider) -> dict[str, Any]:
    """With the keys that the provider publishes now."""
    with careful_http.Session() as session:
        answer = session.get(provider.metadata)
        answer.raise_for_status()
    told = OneLogin_Saml2_IdPMetadataParser.parse(answer.content, entity_id=provider.issuer)
    idp = told["idp"]
    if idp["entityId"] != provider.issuer:
        raise Trouble(WRONG, "its metadata is of another")
    return _ours(request, provider) | {"idp": idp}


def _ours(request: Request, provider: Provider) -> dict[str, Any]:
    place = request.build_absolute_uri(reverse("saml-metadata", args=[provider.id]))
    return {
        "strict": True,
        "sp": {
            "entityId": place,
            "assertionConsumerService": {
                "url": _address(request, provider),
                "binding": Saml.BINDING_HTTP_POST,
            },
            "NameIDFormat": Saml.NAMEID_PERSISTENT,
        },
        "security": {
            "wantAssertionsSigned": True,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": False,
            "wantAttributeStatement": False,
            "wantNameId": False,
            "allowRepeatAttributeName": True,
            "allowSingleLabelDomains": True,
        },
    }
