"""Signatures as nearly all servers make them."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.activitypub.making import (
    BRAM,
    INBOX,
    NOOR,
    NOW,
    create,
    ed25519_key,
    outgoing,
    received,
    rsa_key,
)
from vaknet.engine.activitypub import Message, PublicKey, SigningKey, Unproven, Unreadable, claim
from vaknet.engine.activitypub.cavage import signed, signing_string
from vaknet.engine.activitypub.digests import check_digest, digest
from vaknet.engine.activitypub.messages import (
    from_base64,
    from_http_date,
    from_seconds,
    http_date,
)

KEY = rsa_key()
PUBLIC = KEY.public(NOOR)


def delivery(**changes: object) -> Message:
    message = outgoing(create())
    return received(message, signed(message, KEY, now=NOW), **changes)


def with_header(message: Message, name: str, value: str | None) -> Message:
    rest = tuple(pair for pair in message.headers if pair[0].lower() != name.lower())
    return replace(message, headers=rest if value is None else (*rest, (name, value)))


def resigned(covered: str, *, algorithm: str = "", more: str = "", **headers: str) -> Message:
    """Signed anew by somebody who chooses what is covered."""
    message = delivery()
    for name, value in headers.items():
        message = with_header(message, name.title(), value)
    given = dict(one.split("=") for one in more.split(",") if one)
    over = signing_string(message, covered.split(), given).encode()
    text = base64.b64encode(KEY.sign(over)).decode()
    said = f'algorithm="{algorithm}",' if algorithm else ""
    extra = f"{more}," if more else ""
    value = f'keyId="{KEY.id}",{said}{extra}headers="{covered}",signature="{text}"'
    return with_header(message, "Signature", value)


def why_not(message: Message, *, key: PublicKey = PUBLIC, now: datetime = NOW) -> str:
    with pytest.raises(Unproven) as caught:
        claim(message, now=now).proved_by(key)
    return caught.value.reason


def test_there_and_back() -> None:
    proven = claim(delivery(), now=NOW).proved_by(PUBLIC)
    assert (proven.signer, proven.key_id) == (NOOR, KEY.id)
    assert proven.content == outgoing(create()).body
    asked = outgoing(url="https://waterveen.example/a?b=%20c&d")
    headers = signed(asked, KEY, now=NOW)
    assert "Digest" not in headers
    assert claim(received(asked, headers), now=NOW).proved_by(PUBLIC).content == b""


def test_what_is_emitted_is_what_picky_servers_want() -> None:
    headers = signed(outgoing(create(), url="https://waterveen.example:8443/in?a=b"), KEY, now=NOW)
    assert headers["Host"] == "waterveen.example:8443"
    assert headers["Digest"].startswith("SHA-256=")
    assert headers["Date"] == "Mon, 30 Nov 2026 12:00:00 GMT"
    assert headers["Signature"].startswith(
        f'keyId="{KEY.id}",algorithm="rsa-sha256",'
        'headers="(request-target) host date digest content-type",signature="'
    )
    again = signed(replace(delivery(), headers=(("host", "x"), *delivery().headers)), KEY, now=NOW)
    assert again == dict(delivery().headers)
    assert signed(outgoing(), KEY, now=NOW)["Accept"] == "application/activity+json"


def test_the_vector_of_the_draft() -> None:
    """Appendix C.3 of draft-cavage-http-signatures-12, whose key is too short for us by itself."""
    public = load_pem_public_key(
        b"-----BEGIN PUBLIC KEY-----\n"
        b"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3\n"
        b"6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6\n"
        b"Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw\n"
        b"oYi+1hqp1fIekaxsyQIDAQAB\n-----END PUBLIC KEY-----\n"
    )
    headers = (
        ("Host", "example.com"),
        ("Date", "Sun, 05 Jan 2014 21:31:40 GMT"),
        ("Content-Type", "application/json"),
        ("Digest", "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="),
        ("Content-Length", "18"),
    )
    target = "/foo?param=value&pet=dog"
    message = Message("POST", "https://example.com", target, headers, b'{"hello": "world"}')
    covered = ["(request-target)", "host", "date", "content-type", "digest", "content-length"]
    signature = base64.b64decode(
        "vSdrb+dS3EceC9bcwHSo4MlyKS59iFIrhgYkz8+oVLEEzmYZZvRs8rgOp+63LEM3v+MFHB32NfpB2bEKBIvB1q52"
        "LaEUHFv120V01IL+TAD48XaERZFukWgHoBTLMhYS2Gb51gWxpeIq8knRmPnYePbF5MOkR0Zkly4zKH7s1dE="
    )
    public.verify(signature, signing_string(message, covered, {}).encode(), PKCS1v15(), SHA256())
    check_digest(headers[3][1], message.body)


@pytest.mark.parametrize(
    ("covered", "why"),
    [
        ("", "the signature covers too little"),
        ("date", "the signature covers too little"),
        ("(request-target) host date", "the signature covers too little"),
        ("host date digest", "the signature covers too little"),
        ("(request-target) date digest", "the signature covers too little"),
        ("(request-target) host digest", "the signature covers too little"),
        ("(request-target) host date digest date", "a header twice, or too many"),
        ("(request-target) host date digest (created)", "a moment that is not there"),
        ("(request-target) host date digest (expires)", "a moment that is not there"),
    ],
)
def test_a_signature_over_too_little(covered: str, why: str) -> None:
    message = delivery()
    value = f'keyId="{KEY.id}",headers="{covered}",signature="AAAA"'
    assert why_not(with_header(message, "Signature", value)) == why


def test_the_order_and_more_headers_do_not_matter() -> None:
    message = resigned("digest date host content-type (request-target)")
    assert claim(message, now=NOW).proved_by(PUBLIC)


@pytest.mark.parametrize("algorithm", ["", "rsa-sha256", "hs2019", "HS2019"])
def test_ways_to_say_the_same(algorithm: str) -> None:
    message = resigned("(request-target) host date digest", algorithm=algorithm)
    assert claim(message, now=NOW).proved_by(PUBLIC)


@pytest.mark.parametrize("algorithm", ["rsa-sha1", "hmac-sha256", "none", "ecdsa-sha256"])
def test_ways_that_we_do_not_take(algorithm: str) -> None:
    message = resigned("(request-target) host date digest", algorithm=algorithm)
    assert why_not(message) == "signed in a way that we do not take"


def test_a_key_of_another_kind_than_was_said() -> None:
    message = resigned("(request-target) host date digest", algorithm="ed25519")
    assert why_not(message) == "signed in a way that is not that of the key"


def test_a_moment_in_the_signature_itself() -> None:
    at = int(NOW.timestamp())
    covered = "(request-target) (created) (expires) host digest"
    more = f"created={at},expires={at + 60}"
    message = resigned(covered, algorithm="hs2019", more=more)
    assert claim(message, now=NOW).proved_by(PUBLIC)
    assert why_not(message, now=NOW + timedelta(minutes=2)).startswith("signed until")
    old = resigned("(request-target) (created) host digest", more=f"created={at - 50_000}")
    assert why_not(old) == "signed too long ago, or later than now"
    rsa = resigned("(request-target) (created) host digest", algorithm="rsa-sha256", more=more)
    assert why_not(rsa) == "a moment that is not there"
    quoted = with_header(
        message, "Signature", message.one("signature").replace(f"={at},", f'="{at}",')
    )
    assert claim(quoted, now=NOW).proved_by(PUBLIC)


@pytest.mark.parametrize(
    ("later", "fits"),
    [
        (timedelta(0), True),
        (timedelta(hours=12), True),
        (timedelta(hours=12, seconds=1), False),
        (timedelta(hours=-1), True),
        (timedelta(hours=-1, seconds=-1), False),
    ],
)
def test_a_signature_is_good_for_half_a_day(later: timedelta, *, fits: bool) -> None:
    message = delivery()
    if fits:
        assert claim(message, now=NOW + later).proved_by(PUBLIC)
    else:
        assert why_not(message, now=NOW + later) == "signed too long ago, or later than now"


def test_what_was_signed_for_something_else() -> None:
    message = delivery()
    other = "the signature does not fit"
    assert why_not(replace(message, target="/inbox?a=b")) == other
    assert why_not(replace(message, target="/elders")) == other
    assert why_not(replace(message, method="PUT")) == other
    assert why_not(replace(message, origin="https://duinrade.example")) == "meant for another host"
    assert why_not(replace(message, body=b"{}")) == "the digest is not that of the body"
    assert why_not(with_header(message, "Digest", digest(b"x"))).startswith("the digest is not")
    moved = with_header(replace(message, body=b"{}"), "Digest", digest(b"{}"))
    assert why_not(moved) == other
    assert why_not(with_header(message, "Date", http_date(NOW + timedelta(seconds=1)))) == other
    assert why_not(with_header(message, "Content-Type", "application/json")) == other
    assert (
        why_not(with_header(message, "Content-Type", None)) == "no content-type that can be signed"
    )


def test_a_read_that_is_replayed_as_a_deed() -> None:
    asked = outgoing(url=INBOX)
    message = received(asked, signed(asked, KEY, now=NOW), method="POST", body=b"{}")
    assert why_not(message) == "the signature covers too little"
    assert why_not(replace(message, body=b"")) == "the signature covers too little"
    with_body = received(asked, signed(asked, KEY, now=NOW), body=b"{}")
    assert why_not(with_body) == "the signature covers too little"


def test_signed_without_what_is_asked_for() -> None:
    """As Fedify does. What is read may not go further than its path, and a deed not at all."""
    bare = outgoing(url="https://waterveen.example/a")
    headers = signed(bare, KEY, now=NOW)
    assert claim(received(bare, headers, target="/a?page=2"), now=NOW).proved_by(PUBLIC)
    assert why_not(received(bare, headers, target="/b?page=2")) == "the signature does not fit"
    assert why_not(received(bare, headers, target="/a/b")) == "the signature does not fit"


@pytest.mark.parametrize("name", ["Signature", "Date", "Digest", "Host"])
def test_two_of_one_header(name: str) -> None:
    message = delivery()
    twice = replace(message, headers=(*message.headers, (name, message.one(name.lower()))))
    assert why_not(twice) == f"not one {name.lower()}"


@pytest.mark.parametrize(
    "value",
    ["", "x", "keyId", 'keyId="a"keyId="b"', 'keyId="a",keyId="b"', "keyId='a'", 'keyId="a\\"b"',
     'Signature keyId="a"', 'keyId="a";headers="date"', 'keyId="a",,headers=""', "x" * 20_000,
     'created=1a', 'keyId="a" headers="b"'],
)  # fmt: skip
def test_what_is_no_signature(value: str) -> None:
    assert why_not(with_header(delivery(), "Signature", value))


@pytest.mark.parametrize("covered", ["a b\u00a0", "(request-target) host date digest evil:", "A"])
def test_what_is_no_name_of_a_header(covered: str) -> None:
    value = f'keyId="x",headers="{covered}",signature="AAAA"'
    assert why_not(with_header(delivery(), "Signature", value)) == "a header that is none"


def test_a_header_that_would_begin_a_line_of_its_own() -> None:
    message = with_header(delivery(), "Content-Type", "a\ndate: b")
    assert why_not(message) == "no content-type that can be signed"


def test_nothing_signed_at_all() -> None:
    assert why_not(with_header(delivery(), "Signature", None)) == "not signed"


def test_the_key_of_somebody_else() -> None:
    """Also one that is called as hers: its owner is who signed."""
    assert why_not(delivery(), key=rsa_key(BRAM).public(BRAM)) == "signed by another key"
    named = PublicKey(KEY.id, NOOR, rsa_key(BRAM).key.public_key())
    assert why_not(delivery(), key=named) == "the signature does not fit"
    newer = SigningKey(KEY.id, ed25519_key().key).public(NOOR)
    assert why_not(delivery(), key=newer) == "signed in a way that is not that of the key"


def test_ed25519_is_not_sent_in_this_way() -> None:
    with pytest.raises(ValueError, match="only RSA"):
        signed(outgoing(), ed25519_key(), now=NOW)


@pytest.mark.parametrize(
    ("header", "fits"),
    [
        (digest(b"x"), True),
        (digest(b"x").replace("SHA", "sha"), True),
        (f"{digest(b'x')},SHA-512=AAAA", True),
        (f"unixsum=1, {digest(b'x')}", True),
        (digest(b"y"), False),
        ("SHA-512=AAAA", False),
        (f"{digest(b'x')},{digest(b'x')}", False),
        (digest(b"x")[:-1], False),
        (digest(b"x") + "=", False),
        ("SHA-256=", False),
        ("SHA-256", False),
        ("", False),
        ("SHA-256=é", False),
    ],
)
def test_digests(header: str, *, fits: bool) -> None:
    if fits:
        check_digest(header, b"x")
    else:
        with pytest.raises(Unproven):
            check_digest(header, b"x")


@settings(deadline=None)
@given(st.datetimes(datetime(1000, 1, 1), datetime(9000, 1, 1)))  # noqa: DTZ001
def test_dates_there_and_back(at: datetime) -> None:
    exact = at.replace(tzinfo=UTC, microsecond=0)
    assert from_http_date(http_date(exact)) == exact


@pytest.mark.parametrize(
    "text",
    ["", "Mon, 30 Feb 2026 12:00:00 GMT", "Mon, 30 Nov 2026 12:00:00", "30 Nov 2026 12:00:00 GMT",
     "Mon, 30 Nov 2026 25:00:00 GMT", "Mon, 30 Nov 2026 12:00:00 +0000", "2026-11-30T12:00:00Z",
     "Mon, ٣٠ Nov 2026 12:00:00 GMT", "Mon, 30 Nov 0000 12:00:00 GMT"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(Unproven):
        from_http_date(text)


@pytest.mark.parametrize("text", ["", "-1", "1.5", "x", "١", "9" * 12])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(Unproven):
        from_seconds(text)


@pytest.mark.parametrize("text", ["A", "AB==", "AAA=\n", " AAAA", "AA==AA==", "é", "AAAA-_"])
def test_base64_in_another_way(text: str) -> None:
    with pytest.raises(Unproven):
        from_base64(text)


def test_where_a_message_goes() -> None:
    def to(url: str) -> Message:
        return Message.to(url, method="GET", headers={}, body=b"")

    assert to("https://ver.example").url == "https://ver.example/"
    assert to("https://ver.example?a=b#c").url == "https://ver.example/?a=b"
    assert to("https://VER.example:443/é b?ü".replace(" ", "%20")).url == (
        "https://ver.example/%C3%A9%20b?%C3%BC"
    )
    with pytest.raises(Unreadable):
        to("nergens")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_changed_byte_breaks_it(data: st.DataObject) -> None:
    """Of the body, or of any header that is covered, or of the signature itself."""
    message = delivery()
    names = ["host", "date", "digest", "content-type", "signature", "body", "target"]
    name = data.draw(st.sampled_from(names))
    old = {"body": message.body.decode(), "target": message.target}.get(name) or message.one(name)
    # What stands around a signature is not covered by it.
    first, last = (
        (old.rindex('signature="') + 11, len(old) - 2) if name == "signature" else (0, len(old) - 1)
    )
    at = data.draw(st.integers(first, last))
    new = old[:at] + chr(ord(old[at]) ^ data.draw(st.integers(1, 127))) + old[at + 1 :]
    if name == "host" and new.lower() == old.lower():
        return  # a host has no capitals
    if name == "body":
        changed = replace(message, body=new.encode())
    elif name == "target":
        changed = replace(message, target=new)
    else:
        changed = with_header(message, name, new)
    why_not(changed)


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from(["Signature", "Date", "Digest", "Host"]))
def test_any_header_is_a_claim_or_unproven(value: str, name: str) -> None:
    message = with_header(delivery(), name, value)
    try:
        claim(message, now=NOW).proved_by(PUBLIC)
    except Unproven:
        return
    assert value.strip().lower() == delivery().one(name.lower()).lower()
