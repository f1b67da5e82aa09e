"""Signing in by SAML: a real provider, honest first; then what is known to go wrong with XML."""

import re
from base64 import b64encode
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree
from saml2.saml import NAMEID_FORMAT_EMAILADDRESS, NAMEID_FORMAT_TRANSIENT

from tests.accounts.identity_provider import going_to
from tests.accounts.saml_provider import (
    SamlProvider,
    decoded,
    form_on,
    key_pair,
    saml_provider,
)
from tests.accounts.test_devices import sign_in_of
from tests.accounts.test_ways_in import signed_in
from tests.world import World

START, ANSWER, FINISH = (f"/inloggen/met/bond/{last}" for last in ("", "saml/", "klaar/"))
UID = "urn:oid:0.9.2342.19200300.100.1.1"  # what pysaml2 makes of uid
WRONG = "We kunnen het antwoord van De bond niet vertrouwen."
STALE = "Deze poging was al gebruikt, of het duurde te lang."
NS = {
    "p": "urn:oasis:names:tc:SAML:2.0:protocol",
    "a": "urn:oasis:names:tc:SAML:2.0:assertion",
    "d": "http://www.w3.org/2000/09/xmldsig#",
}


@pytest.fixture
def idp(world: World, settings, tmp_path) -> Iterator[SamlProvider]:
    with saml_provider(tmp_path) as running:
        settings.SIGN_IN_PROVIDERS = {"bond": running.told()}
        running.us = Client().get("/inloggen/met/bond/metadata/").text
        running.people["noor"] = {"mail": ["noor@vakbond.example"], "displayName": ["Noor"]}
        yield running


def begun(client: Client, **given: str) -> str:
    return going_to(client.post(START, given))


def brought(client: Client, sent: dict[str, str]) -> Any:
    """By the provider's page, and then by ours."""
    page = Client().post(ANSWER, sent)
    assert page.status_code == 200
    assert not page.cookies
    assert form_on(page) == sent
    return client.post(FINISH, form_on(page))


def sign_in(client: Client, idp: SamlProvider, who: str, **given: str) -> Any:
    return brought(client, idp.answers(begun(client, **given), who))


def linked(world: World, idp: SamlProvider) -> None:
    client = signed_in(world.noor)
    url = going_to(client.post("/ik/inloggen/koppelen/bond/"))
    assert brought(client, idp.answers(url, "noor")).headers["Location"].endswith("/koppelen/")
    client.post("/ik/inloggen/koppelen/", {"act": "link"})
    assert SocialAccount.objects.get().user == world.noor.account


def refused(client: Client, answer: Any, words: str) -> None:
    assert (answer.status_code, answer.headers["Location"]) == (303, "/inloggen/")
    assert client.get("/ik/").status_code == 302
    text = client.get("/inloggen/").text
    assert words in text
    assert "Stuur mij een code" in text


def refuses(idp: SamlProvider, words: str = WRONG) -> None:
    client = Client()
    refused(client, sign_in(client, idp, "noor"), words)
    assert SocialAccount.objects.count() == 0


# The way in


def test_noor_links_it_and_signs_in_with_it(world: World, idp: SamlProvider) -> None:
    linked(world, idp)
    client = Client()
    entered = sign_in(client, idp, "noor", next="/g/")
    assert entered.headers["Location"] == "/g/"
    assert client.get("/ik/").context["viewer"] == world.noor
    assert sign_in_of(client).via == "De bond"


def test_whom_nobody_knows_goes_on_by_mail(world: World, idp: SamlProvider) -> None:
    client = Client()
    answer = sign_in(client, idp, "noor")
    assert answer.headers["Location"] == "/inloggen/onbekend/"
    assert "noor@vakbond.example" in client.get("/inloggen/onbekend/").text
    assert client.get("/ik/").status_code == 302


def test_a_name_that_is_said_in_other_words(world: World, idp: SamlProvider) -> None:
    client = Client()
    sign_in(client, idp, "zomaar")
    assert "zomaar" in client.get("/inloggen/onbekend/").text


def test_an_attribute_can_say_who_she_is(world: World, idp: SamlProvider, settings) -> None:
    settings.SIGN_IN_PROVIDERS = {"bond": idp.told(subject=UID)}
    idp.name_format = NAMEID_FORMAT_TRANSIENT
    idp.people["noor"]["uid"] = ["n-1"]
    idp.people["joost"] = {"uid": ["j-1"]}
    for _ in range(2):
        linked(world, idp)
    client = Client()
    sign_in(client, idp, "joost")
    assert client.get("/ik/").status_code == 302


def test_what_we_tell_of_ourselves(world: World, idp: SamlProvider) -> None:
    answer = Client().get("/inloggen/met/bond/metadata/")
    assert answer.headers["Content-Type"] == "application/samlmetadata+xml"
    assert 'Location="http://testserver/inloggen/met/bond/saml/"' in answer.text
    assert 'WantAssertionsSigned="true"' in answer.text


def test_both_may_be_signed(world: World, idp: SamlProvider) -> None:
    idp.options = {"sign_response": True}
    linked(world, idp)


# Who she is must last


@pytest.mark.parametrize("kind", [NAMEID_FORMAT_TRANSIENT, NAMEID_FORMAT_EMAILADDRESS])
def test_a_name_that_does_not_last_is_none(idp: SamlProvider, kind: str) -> None:
    idp.name_format = kind
    refuses(idp)


@pytest.mark.parametrize("values", [[], ["a", "b"], [""], ["x" * 2000]])
def test_an_attribute_that_says_not_who_she_is(
    idp: SamlProvider, settings, values: list[str]
) -> None:
    settings.SIGN_IN_PROVIDERS = {"bond": idp.told(subject=UID)}
    idp.people["noor"]["uid"] = values
    refuses(idp)


def test_an_address_lets_nobody_in(world: World, idp: SamlProvider) -> None:
    """SAML does not say that it was proved."""
    idp.people["inbreker"] = {"mail": [world.noor.account.email], "email_verified": ["true"]}
    client = Client()
    assert sign_in(client, idp, "inbreker").headers["Location"] == "/inloggen/onbekend/"
    assert SocialAccount.objects.count() == 0


# Another question, another time, another place


def test_known_and_unknown_addresses_get_the_same_answer(world: World, idp: SamlProvider) -> None:
    """A provider that is not trusted for it learns nothing by naming an address."""
    told = []
    for who, email in (("bekend", "noor@vakbond.example"), ("onbekend", "niemand@elders.example")):
        idp.people[who] = {"mail": [email], "displayName": ["Iemand"]}
        client = Client()
        sent = idp.answers(begun(client), who)
        with CaptureQueriesContext(connection) as statements:
            answer = brought(client, sent)
        text = client.get(answer.headers["Location"]).text.replace(email, "")
        text = re.sub(r"[A-Za-z0-9]{64}", "", text)
        told.append((answer.status_code, answer.headers["Location"], len(statements), text))
    assert told[0] == told[1]


def test_an_answer_is_used_once_and_only_where_it_was_asked(
    world: World, idp: SamlProvider
) -> None:
    client, other = Client(), Client()
    sent = idp.answers(begun(client), "noor")
    begun(other)
    refused(other, brought(other, sent), STALE)
    assert brought(client, sent).headers["Location"] == "/inloggen/onbekend/"
    refused(client, brought(client, sent), STALE)


def test_an_answer_to_another_question(world: World, idp: SamlProvider) -> None:
    """Stolen from Noor, and brought with a state of one's own."""
    hers = idp.answers(begun(Client()), "noor")
    thief = Client()
    own = idp.answers(begun(thief), "dief")
    refused(thief, brought(thief, hers | {"RelayState": own["RelayState"]}), WRONG)


def test_an_answer_to_another_question_that_says_it_is_not(idp: SamlProvider) -> None:
    """What is around the assertion is not signed, and so not believed."""
    hers = decoded(idp.answers(begun(Client()), "noor"))
    thief = Client()
    own = idp.answers(begun(thief), "dief")
    (asked,) = re.findall(r'InResponseTo="([^"]+)"', decoded(own))[:1]
    for changed in (
        re.sub(r'InResponseTo="[^"]+"', f'InResponseTo="{asked}"', hers, count=1),
        re.sub(r' InResponseTo="[^"]+"', "", hers, count=1),
    ):
        sent = b64encode(changed.encode()).decode()
        answer = brought(thief, {"SAMLResponse": sent, "RelayState": own["RelayState"]})
        refused(thief, answer, WRONG)
        own = idp.answers(begun(thief), "dief")
        (asked,) = re.findall(r'InResponseTo="([^"]+)"', decoded(own))[:1]


def test_nobody_comes_in_unasked(world: World, idp: SamlProvider) -> None:
    sent = idp.answers(begun(Client()), "noor")
    for state in ("", "x", "/g/"):
        client = Client()
        refused(client, brought(client, sent | {"RelayState": state}), STALE)


def test_an_answer_of_yesterday(world: World, idp: SamlProvider) -> None:
    client = Client()
    with time_machine.travel(datetime.now(UTC) - timedelta(days=1), tick=True):
        sent = idp.answers(begun(client), "noor")
    refused(client, brought(client, sent), STALE)


def test_an_assertion_that_ran_out(idp: SamlProvider) -> None:
    client = Client()
    url = begun(client)
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=2), tick=True):
        sent = idp.answers(url, "noor")
    refused(client, brought(client, sent), WRONG)


@pytest.mark.parametrize("text", ["", "x", "%%%", "PA==", "PHg+", "AAAA", "💌", "A" * 200_001])
def test_what_is_no_answer(world: World, idp: SamlProvider, text: str) -> None:
    client = Client()
    url = begun(client)
    sent = idp.answers(url, "noor") | {"SAMLResponse": text}
    refused(client, client.post(FINISH, sent), WRONG)


def test_somebody_who_is_refused_there(idp: SamlProvider) -> None:
    failed = "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"
    idp.crooked = lambda xml: xml.replace("urn:oasis:names:tc:SAML:2.0:status:Success", failed)
    refuses(idp, "Je bent gestopt bij De bond.")


def test_a_provider_of_another_kind_is_none(world: World, idp: SamlProvider) -> None:
    client = Client()
    assert client.get(f"{START}terug/", {"state": "x"}).headers["Location"] == "/inloggen/"
    assert "is er niet meer" in client.get("/inloggen/").text


# The provider


def test_a_provider_that_is_down(idp: SamlProvider, settings) -> None:
    settings.SIGN_IN_PROVIDERS = {"bond": idp.told(metadata="http://127.0.0.1:9/")}
    client = Client()
    refused(client, client.post(START), "De bond antwoordt nu niet zoals het hoort.")


@pytest.mark.parametrize(
    "text", ["", "<", "{}", "<a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_metadata_that_is_none(idp: SamlProvider, text: str) -> None:
    idp.metadata = lambda _xml: text
    client = Client()
    refused(client, client.post(START), WRONG)


def test_metadata_of_another(idp: SamlProvider, settings) -> None:
    settings.SIGN_IN_PROVIDERS = {"bond": idp.told(issuer="https://evil.example/")}
    client = Client()
    refused(client, client.post(START), WRONG)


def test_keys_that_changed_meanwhile(idp: SamlProvider, tmp_path) -> None:
    """The provider signs with a key that it no longer publishes."""
    client = Client()
    sent = idp.answers(begun(client), "noor")
    idp.key, idp.certificate = key_pair(tmp_path, "new")
    refused(client, brought(client, sent), WRONG)


# Signatures


def test_not_signed(idp: SamlProvider) -> None:
    idp.options = {"sign_assertion": False}
    refuses(idp)


def test_only_the_envelope_is_signed(idp: SamlProvider) -> None:
    idp.options = {"sign_assertion": False, "sign_response": True}
    refuses(idp)


def test_a_signature_that_was_taken_out(idp: SamlProvider) -> None:
    def change(xml: str) -> str:
        tree = etree.fromstring(xml.encode())
        (signature,) = tree.xpath("//d:Signature", namespaces=NS)
        signature.getparent().remove(signature)
        return etree.tostring(tree).decode()

    idp.crooked = change
    refuses(idp)


CHANGES = {
    "another name": lambda xml: xml.replace("noor-1", "joost-1"),
    "another audience": lambda xml: xml.replace("/metadata/</", "/elders/</"),
    "a longer life": lambda xml: re.sub(r'NotOnOrAfter="2', 'NotOnOrAfter="3', xml),
    "another issuer": lambda xml: re.sub(
        r"http://127[^<]+/metadata<", "https://evil.example/<", xml
    ),
    "another value": lambda xml: xml.replace("noor@vakbond", "joost@duinrade"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_an_assertion_that_was_changed(idp: SamlProvider, kind: str) -> None:
    idp.crooked = CHANGES[kind]
    refuses(idp)


def test_a_comment_does_not_cut_a_name_short(world: World, idp: SamlProvider) -> None:
    """What is signed is read without comments: who reads up to the first one reads another name."""
    linked(world, idp)
    idp.crooked = lambda xml: xml.replace("noor-1x-1", "noor-1<!-- -->x-1")
    client = Client()
    assert sign_in(client, idp, "noor-1x").headers["Location"] == "/inloggen/onbekend/"


def test_signed_by_somebody_else(idp: SamlProvider, tmp_path) -> None:
    """With her own certificate beside it, as if that made it right."""
    client = Client()
    url = begun(client)
    honest = idp.key, idp.certificate
    idp.key, idp.certificate = key_pair(tmp_path, "thief")
    sent = idp.answers(url, "noor")
    idp.key, idp.certificate = honest
    refused(client, brought(client, sent), WRONG)


def evil_copy(assertion: Any) -> Any:
    """What an attacker wants to be believed: somebody else, and no signature."""
    copy = deepcopy(assertion)
    copy.set("ID", "evil")
    for signature in copy.xpath("./d:Signature", namespaces=NS):
        copy.remove(signature)
    for name in copy.xpath(".//a:NameID", namespaces=NS):
        name.text = "joost-1"
    return copy


def wrapped(kind: str) -> Any:
    """Signature wrapping: the signed assertion is still there, and a forged one is put where a
    careless reader looks (Somorovsky and others, 2012)."""

    def change(xml: str) -> str:
        tree = etree.fromstring(xml.encode())
        (assertion,) = tree.xpath("./a:Assertion", namespaces=NS)
        (signature,) = assertion.xpath("./d:Signature", namespaces=NS)
        evil = evil_copy(assertion)
        if kind == "before":
            assertion.addprevious(evil)
        elif kind == "after":
            assertion.addnext(evil)
        elif kind == "around":
            tree.replace(assertion, evil)
            evil.append(assertion)
        elif kind == "in the signature":
            tree.replace(assertion, evil)
            holder = etree.SubElement(signature, f"{{{NS['d']}}}Object")
            assertion.remove(signature)
            evil.insert(1, signature)
            holder.append(assertion)
        elif kind == "in extensions":
            extensions = etree.Element(f"{{{NS['p']}}}Extensions")
            tree.replace(assertion, evil)
            extensions.append(assertion)
            tree.insert(1, extensions)
        elif kind == "with the same name":
            evil.set("ID", assertion.get("ID"))
            assertion.addprevious(evil)
        return etree.tostring(tree).decode()

    return change


@pytest.mark.parametrize(
    "kind",
    ["before", "after", "around", "in the signature", "in extensions", "with the same name"],
)
def test_a_signature_around_something_else(idp: SamlProvider, kind: str) -> None:
    idp.crooked = wrapped(kind)
    refuses(idp)


def test_an_entity_is_not_read(idp: SamlProvider, tmp_path) -> None:
    """XXE: a file of this server, or a page elsewhere, by way of a name in the document."""
    secret = tmp_path / "secret"
    secret.write_text("geheim", encoding="utf-8")
    fetched: list[str] = []
    served = idp.description

    def change(xml: str) -> str:
        kinds = f'<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b SYSTEM "{idp.address}/entity">'
        body = xml.partition("?>")[2] or xml
        return f"<!DOCTYPE x [{kinds}]>" + body.replace("noor-1", "&a;&b;")

    idp.crooked = change
    refuses(idp)
    assert fetched == []
    assert served() != ""


def test_an_entity_that_grows_is_not_read(idp: SamlProvider) -> None:
    """A billion laughs."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE x [<!ENTITY l0 "ha">{lines}]>'
    idp.crooked = lambda xml: body + (xml.partition("?>")[2] or xml).replace("noor-1", "&l11;")
    refuses(idp)


def test_a_weak_signature_is_refused(idp: SamlProvider) -> None:
    """SHA-1: it can be forged for money."""
    idp.options = {
        "sign_alg": "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        "digest_alg": "http://www.w3.org/2000/09/xmldsig#sha1",
    }
    refuses(idp)
