"""Holes that other servers had, each with where it was found; here they are closed.

Those in connections are in `tests/kit/test_internet.py` and `test_http_sending.py`. What needs a
memory (keys that change, late arrivals, who was blocked) is for the rooms above.
"""

import json
import time

import pytest

from tests.engine.activitypub.making import (
    BRAM,
    ELSEWHERE,
    NOOR,
    NOW,
    OURS,
    PUBLIC,
    THERE,
    create,
    document,
    ed25519_key,
    note,
    outgoing,
    person,
    received,
    rsa_key,
)
from tests.engine.activitypub.test_trust import proven
from vaknet.engine.activitypub import (
    Document,
    Found,
    Message,
    Post,
    Source,
    Unproven,
    Unreadable,
    activity,
    actor,
    check_content_type,
    claim,
    found_at,
    message_signatures,
    performed,
    post,
    proofs,
    source_of,
)
from vaknet.engine.activitypub.activities import read_activity
from vaknet.engine.activitypub.cavage import signed
from vaknet.engine.activitypub.digests import digest
from vaknet.engine.activitypub.posts import read_post
from vaknet.kit.foreign_html import clean


@pytest.mark.parametrize("kind", ["application/json", "text/html", "image/png", "text/plain"])
def test_an_uploaded_file_is_not_an_actor(kind: str) -> None:
    """CVE-2024-23832 of Mastodon, and Akkoma 3.12."""
    with pytest.raises(Unreadable):
        check_content_type(kind)


def test_a_document_that_says_to_be_somebody_elsewhere() -> None:
    """GHSA-jhrq-qvrm-qr36: it is read again where it says to be, and only there."""
    forged = document(person(id=ELSEWHERE, inbox=f"{ELSEWHERE}/inbox"))
    assert found_at(forged, NOOR) is Found.ELSEWHERE
    assert source_of(ELSEWHERE, vouched_by=NOOR, ours=OURS) is Source.THERE


def test_the_page_of_somebody_still_leads_to_her() -> None:
    """Lemmy 0.19.4 dropped them: what people type is a page, whose document has another id."""
    assert found_at(document(person()), f"{THERE}/@noor") is Found.ELSEWHERE
    assert found_at(document(person()), NOOR) is Found.ITSELF


def test_a_forged_note_inside_an_announce() -> None:
    """Misskey, 2023-11."""
    forged = note(id=f"{ELSEWHERE}/notes/1", attributedTo=ELSEWHERE, content="vervalst")
    found = performed(proven(create(type="Announce", object=forged)), ours=OURS)
    assert source_of(found.part.id, vouched_by=found.actor, ours=OURS) is Source.THERE


def test_a_forged_activity_inside_an_announce() -> None:
    """A group passes on what others did: its word is not theirs, but with their proof."""
    theirs = create(actor=ELSEWHERE, id=f"{ELSEWHERE}/1", object=f"{ELSEWHERE}/2")
    found = performed(proven(create(type="Announce", object=theirs)), ours=OURS)
    assert source_of(found.part.id, vouched_by=found.actor, ours=OURS) is Source.THERE
    key = ed25519_key(ELSEWHERE)
    proved = proofs.signed(theirs, key, now=NOW)
    inner = document(create(type="Announce", object=proved)).value["object"]
    assert isinstance(inner, dict)
    by_them = proofs.claim(inner, now=NOW).proved_by(key.public(ELSEWHERE))
    assert performed(by_them, ours=OURS).actor == ELSEWHERE
    with pytest.raises(Unproven):
        proofs.claim(inner | {"actor": NOOR}, now=NOW).proved_by(key.public(ELSEWHERE))


def test_a_forged_note_of_ours() -> None:
    """Whatever others say of it, it is looked up here."""
    for thing_id in (f"{OURS}vraag/1/", f"{OURS}vraag/1/#x"):
        assert source_of(thing_id, vouched_by=NOOR, ours=OURS) is Source.OURS


@pytest.mark.parametrize("owner", [7, "1", [1], {"id": "1"}, [NOOR, 1], f"{OURS}mensen/samira/"])
def test_a_note_by_number_one_or_by_one_of_ours(owner: object) -> None:
    """NodeBB, 2026: attributedTo "1" was its administrator."""
    with pytest.raises(Unreadable):
        post(document(note(attributedTo=owner)))


def test_one_body_verified_and_another_read() -> None:
    """Misskey, CVE-2026-28432, and all programs that parse twice: only what was signed is there."""
    message = outgoing(create())
    held = claim(received(message, signed(message, rsa_key(), now=NOW)), now=NOW)
    assert held.proved_by(rsa_key().public(NOOR)).content is message.body
    twice = b'{"type": "Create", "actor": "x", "actor": "y"}'
    with pytest.raises(Unreadable):
        Document(twice)


def test_a_body_that_was_put_in_place_of_an_empty_one() -> None:
    """With the digest of the empty one, signed."""
    message = Message.to(f"{OURS}inbox", method="POST", headers={}, body=b"")
    headers = signed(message, rsa_key(), now=NOW)
    assert headers["Digest"] == digest(b"")
    with pytest.raises(Unproven):
        claim(received(message, headers, body=b"{}"), now=NOW)


def test_the_older_signature_does_not_save_a_bad_newer_one() -> None:
    """Who takes one of two takes the weaker."""
    message = outgoing(create())
    both = message_signatures.signed(message, rsa_key(), now=NOW)
    older = signed(message, rsa_key(), now=NOW)
    mixed = both | older | {"Signature-Input": both["Signature-Input"]}
    with pytest.raises(Unproven):
        claim(received(message, mixed), now=NOW)


@pytest.mark.parametrize("key_id", [NOOR, f"{NOOR}#", f"{NOOR}#main-key#x", f"{BRAM}#main-key"])
def test_tricks_with_the_fragment_of_a_key(key_id: str) -> None:
    message = outgoing(create())
    headers = signed(message, rsa_key(), now=NOW)
    headers["Signature"] = headers["Signature"].replace(rsa_key().id, key_id, 1)
    with pytest.raises(Unproven, match="another key"):
        claim(received(message, headers), now=NOW).proved_by(rsa_key().public(NOOR))


def test_an_older_proof_of_linked_data_is_no_proof() -> None:
    """CVE-2022-24307, CVE-2026-46349, CVE-2026-48028: it is never looked at."""
    value = create(signature={"type": "RsaSignature2017", "creator": f"{NOOR}#main-key"})
    assert activity(document(value)).actor == NOOR
    with pytest.raises(Unproven):
        proofs.claim(value, now=NOW)
    with pytest.raises(Unproven, match="not signed"):
        claim(outgoing(value), now=NOW)


@pytest.mark.parametrize(
    "name", ["as:actor", "https://www.w3.org/ns/activitystreams#actor", "Actor", "actor "]
)
def test_the_same_by_another_name_is_not_there(name: str) -> None:
    with pytest.raises(Unreadable):
        activity(document(create(actor=None) | {name: NOOR}))
    assert activity(document(create() | {name: ELSEWHERE})).actor == NOOR


@pytest.mark.parametrize("name", ["bto", "bcc"])
def test_for_whom_nobody_else_should_know_is_not_read(name: str) -> None:
    found = post(document(note(to=[], **{name: [PUBLIC, BRAM]})))
    assert isinstance(found, Post)
    assert not found.is_public
    assert BRAM not in repr(found)


def test_followers_of_somebody_unknown_are_not_everybody() -> None:
    found = post(document(note(to=[f"{ELSEWHERE}/followers"], cc=None)))
    assert isinstance(found, Post)
    assert (found.to, found.is_public) == ((f"{ELSEWHERE}/followers",), False)


@pytest.mark.parametrize("verb", ["Update", "Delete", "Undo"])
def test_a_neighbour_changes_nothing(verb: str) -> None:
    """NodeBB and FEP-fe34, 2026: an origin in common is not enough."""
    found = performed(proven(create(type=verb, actor=BRAM), by=BRAM), ours=OURS)
    assert found.part.fields is not None
    written = read_post(found.part.fields)
    assert isinstance(written, Post)
    assert written.author != found.actor


def test_somebody_else_undoes_what_she_did() -> None:
    theirs = create(type="Follow", actor=BRAM, object=NOOR)
    found = performed(proven(create(type="Undo", object=theirs)), ours=OURS)
    assert found.part.fields is not None
    assert read_activity(found.part.fields).actor != found.actor


@pytest.mark.parametrize(
    "value",
    [
        {"content": "<p>" * 200_000},
        {"to": [f"{THERE}/{number}" for number in range(1_001)]},
        {"tag": [{"type": "Mention", "href": NOOR}] * 1_001},
        {"attachment": [{"type": "Image", "url": f"{THERE}/1.png"}] * 1_001},
        {"type": "Question", "oneOf": [{"name": str(number)} for number in range(100)]},
        {"attributedTo": [f"{THERE}/{number}" for number in range(50)]},
        {"replies": json.loads('{"first":' * 70 + "1" + "}" * 70)},
    ],
)
def test_too_much_of_anything(value: dict) -> None:
    began = time.process_time()
    with pytest.raises(Unreadable):
        post(document(note(**value)))
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "header",
    ['a=("' * 2_000, 'a=(' + '"a" ' * 2_000, "a=()" + ';a="' * 2_000, 'keyId="' * 1_000,
     "," * 9_000],
)  # fmt: skip
def test_headers_that_keep_a_reader_busy(header: str) -> None:
    began = time.process_time()
    for name in ("Signature", "Signature-Input"):
        with pytest.raises(Unproven):
            claim(received(outgoing(create()), {name: header}), now=NOW)
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///x"]
)
def test_no_address_runs(href: str) -> None:
    """In a link, a file, a picture, a mention (CVE-2023-36459)."""
    link = {"type": "Link", "href": href}
    found = post(document(note(url=link, attachment=link, image=href, tag=[link], inReplyTo=href)))
    assert href not in repr(found)
    assert href not in repr(actor(document(person(url=href, image=link))))


def test_names_that_turn_the_direction_of_writing() -> None:
    assert actor(document(person(name="Noor \u202egnp.exe\u2066\u0007"))).name == "Noor gnp.exe"


def test_a_verified_link_by_its_looks() -> None:
    """CVE-2023-36462: it says one address and leads to another; nothing hides where."""
    shown = clean(
        '<a href="https://kwaad.example"><span class="invisible" style="x">https://</span></a>'
    )
    assert 'href="https://kwaad.example"' in shown
    assert "style" not in shown


def test_a_page_elsewhere_is_fine_when_the_id_is_not() -> None:
    """Threads and Bridgy Fed; Misskey 2024.11 refused them."""
    found = actor(document(person(url="https://noor.example/")))
    assert (found.id, found.page) == (NOOR, "https://noor.example/")


def test_a_content_type_is_signed_as_it_was_written() -> None:
    """semapps#1238."""
    kind = 'application/ld+json;profile="https://www.w3.org/ns/activitystreams" ; charset=UTF-8'
    message = Message.to(f"{OURS}inbox", method="POST", headers={"content-type": kind}, body=b"{}")
    headers = signed(message, rsa_key(), now=NOW)
    assert claim(received(message, headers), now=NOW).proved_by(rsa_key().public(NOOR))


@pytest.mark.parametrize(
    "change",
    [{"tag": None}, {"tag": {"type": "Hashtag", "name": "#x"}}, {"content": None}, {"to": PUBLIC},
     {"to": "as:Public"}, {"to": "Public"}, {"cc": None}, {"published": None}, {"@context": None}],
)  # fmt: skip
def test_shapes_that_are_fine(change: dict) -> None:
    assert isinstance(post(document(note(**change))), Post)
