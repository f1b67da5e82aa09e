"""What others wrote: requests that Fedify signed, and the many shapes of the fediverse pasture.

`fedify.json`: made once by Fedify 2.3.6 with keys that were thrown away. `pasture.json`: the inputs
of fediverse-pasture-inputs 0.3.5 (MIT, by Helge), as they are.
"""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.engine.activitypub.making import OURS, note
from vaknet.engine.activitypub import (
    Document,
    Message,
    Post,
    PublicKey,
    Tombstone,
    Unreadable,
    Verb,
    claim,
    performed,
    post,
    proofs,
)
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.keys import from_multikey, public_key
from vaknet.engine.activitypub.posts import read_post
from vaknet.kit.foreign_html import TAGS, clean

HERE = Path(__file__).parent
FEDIFY = json.loads((HERE / "fedify.json").read_text(encoding="utf-8"))
PASTURE = json.loads((HERE / "pasture.json").read_text(encoding="utf-8"))
ADA = "https://fedify.example/users/ada"
AT = Fields(FEDIFY).moment("at")
COW = {"http://pasture-one-actor", "pasture-one-actor"}


@pytest.mark.parametrize("spec", ["draft-cavage-http-signatures-12", "rfc9421"])
@pytest.mark.parametrize("method", ["POST", "GET"])
def test_what_fedify_signs(spec: str, method: str) -> None:
    """Its reads have a query, which it does not sign in the older way."""
    [sent] = [one for one in FEDIFY["requests"] if (one["spec"], one["method"]) == (spec, method)]
    origin, host, target = sent["url"].partition(".example")
    headers = tuple((name, value) for name, value in sent["headers"])
    message = Message(method, origin + host, target, headers, sent["body"].encode())
    key = PublicKey(f"{ADA}#main-key", ADA, public_key(FEDIFY["rsa"]))
    proven = claim(message, now=AT + timedelta(hours=1)).proved_by(key)
    assert proven.signer == ADA
    if method == "POST":
        assert performed(proven, ours=OURS).verb is Verb.FOLLOW


@pytest.mark.parametrize("name", ["proved", "proved_and_signed"])
def test_what_fedify_proves(name: str) -> None:
    key = PublicKey(f"{ADA}#multikey-2", ADA, from_multikey(FEDIFY["ed25519"]))
    document = Document(json.dumps(FEDIFY[name]).encode())
    found = performed(proofs.claim(document.value, now=AT).proved_by(key), ours=OURS)
    assert (found.verb, found.actor) == (Verb.CREATE, ADA)
    assert found.part.fields is not None
    written = read_post(found.part.fields)
    assert isinstance(written, Post)
    assert written.content.text == "Één half: 0.5"


# Those that are nothing: without an id or a kind, of kinds that are no words of somebody, and one
# that holds JSON-LD of schema.org with an "@type".
NOTHING = {
    ("attachments", 9),
    ("necessary_properties", 1),
    ("necessary_properties", 4),
    *(("object_types", number) for number in (7, 8, 9, 14)),
}


def _cases() -> list[tuple[str, int]]:
    return [(name, number) for name, all_ in PASTURE.items() for number in range(len(all_))]


def _sent(name: str, number: int) -> bytes:
    """As the pasture sends it: something from its own server, with this in place of what it had."""
    base = note(id="http://pasture-one-actor/1", attributedTo="http://pasture-one-actor/actor")
    whole = {
        key: value for key, value in (base | PASTURE[name][number]).items() if value is not None
    }
    return json.dumps(whole).encode()


@pytest.mark.parametrize(("name", "number"), _cases(), ids=str)
def test_every_shape_of_the_pasture(name: str, number: int) -> None:
    if (name, number) in NOTHING or PASTURE[name][number].get("attributedTo", "") is None:
        with pytest.raises(Unreadable):
            post(Document(_sent(name, number)), test_hosts=COW)
        return
    found = post(Document(_sent(name, number)), test_hosts=COW)
    if isinstance(found, Tombstone):
        assert PASTURE[name][number]["type"] == "Tombstone"
        return
    assert found.author == "http://pasture-one-actor/actor"
    for words in (found.content, found.summary):
        _is_safe(clean(words.text))
    for one in found.attachments:
        assert one.href.startswith(("http://", "https://"))


def _is_safe(html: str) -> None:
    """Only tags that we know, none with a style or a deed, and no address that runs."""
    from html.parser import HTMLParser

    class Looking(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag in TAGS
            assert {name for name, _value in attrs} <= {"href", "class", "rel", "start"}
            href = dict(attrs).get("href") or "https:"
            assert href.startswith(("http:", "https:", "mailto:", "/"))

    Looking().feed(html)
    assert clean(html) == html


def test_the_pasture_is_all_there() -> None:
    assert len(_cases()) == 322
