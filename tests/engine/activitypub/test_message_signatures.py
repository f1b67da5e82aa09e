"""Signatures by RFC 9421."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    algorithms,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from requests import Request

from tests.engine.activitypub.making import (
    INBOX,
    NOOR,
    NOW,
    create,
    ed25519_key,
    outgoing,
    received,
    rsa_key,
)
from vaknet.engine.activitypub import Message, SigningKey, Unproven, claim
from vaknet.engine.activitypub.digests import check_content_digest, content_digest
from vaknet.engine.activitypub.message_signatures import signature_base, signed
from vaknet.kit.moments import moment

KEYS = [rsa_key(), ed25519_key()]
KEY = rsa_key()
PUBLIC = KEY.public(NOOR)
AT = int(NOW.timestamp())


def delivery(key: SigningKey = KEY) -> Message:
    message = outgoing(create())
    return received(message, signed(message, key, now=NOW))


def with_header(message: Message, name: str, value: str | None) -> Message:
    rest = tuple(pair for pair in message.headers if pair[0].lower() != name.lower())
    return replace(message, headers=rest if value is None else (*rest, (name, value)))


def resigned(components: str, parameters: str) -> Message:
    """Signed anew by somebody who chooses what is covered, and how that is written."""
    message = delivery()
    names = [one.strip('"') for one in components.split()]
    base = signature_base(message, names, f"({components}){parameters}")
    text = base64.b64encode(KEY.sign(base.encode())).decode()
    message = with_header(message, "Signature-Input", f"a=({components}){parameters}")
    return with_header(message, "Signature", f"a=:{text}:")


def why_not(message: Message, *, now=NOW) -> str:
    with pytest.raises(Unproven) as caught:
        claim(message, now=now).proved_by(PUBLIC)
    return caught.value.reason


@pytest.mark.parametrize("key", KEYS, ids=["rsa", "ed25519"])
def test_there_and_back(key: SigningKey) -> None:
    proven = claim(delivery(key), now=NOW).proved_by(key.public(NOOR))
    assert (proven.signer, proven.content) == (NOOR, outgoing(create()).body)
    asked = outgoing(url="https://waterveen.example/a?b=%20c&d")
    headers = signed(asked, key, now=NOW)
    assert "Content-Digest" not in headers
    assert claim(received(asked, headers), now=NOW).proved_by(key.public(NOOR)).content == b""


def test_what_is_emitted() -> None:
    headers = signed(outgoing(create()), KEY, now=NOW)
    assert headers["Signature-Input"] == (
        'sig1=("@method" "@target-uri" "content-digest" "content-type")'
        f';created={AT};keyid="{KEY.id}";alg="rsa-v1_5-sha256"'
    )
    again = signed(received(outgoing(create()), headers | {"host": "x"}), KEY, now=NOW)
    assert again == headers
    bare = signed(Message.to(INBOX, method="GET", headers={}, body=b""), ed25519_key(), now=NOW)
    assert bare["Signature-Input"].startswith('sig1=("@method" "@target-uri");')


def test_the_vector_of_the_standard() -> None:
    """Appendix B.2.6 of RFC 9421, which covers less than we ask for."""
    key = load_pem_private_key(
        b"-----BEGIN PRIVATE KEY-----\n"
        b"MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n"
        b"-----END PRIVATE KEY-----\n",
        None,
    )
    headers = (
        ("Host", "example.com"),
        ("Date", "Tue, 20 Apr 2021 02:07:55 GMT"),
        ("Content-Type", "application/json"),
        (
            "Content-Digest",
            "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm"
            "+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
        ),
        ("Content-Length", "18"),
    )
    target = "/foo?param=Value&Pet=dog"
    message = Message("POST", "https://example.com", target, headers, b'{"hello": "world"}')
    names = ["date", "@method", "@path", "@authority", "content-type", "content-length"]
    parameters = "(" + " ".join(f'"{name}"' for name in names) + ")"
    parameters += ';created=1618884473;keyid="test-key-ed25519"'
    signature = key.sign(signature_base(message, names, parameters).encode())
    assert base64.b64encode(signature).decode() == (
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    )
    check_content_digest(headers[3][1], message.body)
    given = (("Signature-Input", f"sig-b26={parameters}"), ("Signature", "sig-b26=:AAAA:"))
    with pytest.raises(Unproven, match="covers too little"):
        claim(replace(message, headers=headers + given), now=moment(1_618_884_473_000_000))


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, key: SigningKey) -> None:
        self.key = key.key

    def resolve_private_key(self, key_id: str):
        return self.key

    def resolve_public_key(self, key_id: str):
        return self.key.public_key()


def _others(key: SigningKey) -> dict:
    way = algorithms.RSA_V1_5_SHA256 if key.is_rsa else algorithms.ED25519
    return {"signature_algorithm": way, "key_resolver": _Keys(key)}


@pytest.mark.parametrize("key", KEYS, ids=["rsa", "ed25519"])
def test_what_we_sign_another_program_takes(key: SigningKey) -> None:
    message = outgoing(create(), url="https://waterveen.example:8443/in?a=%20b")
    sent = Request("POST", message.url, headers=signed(message, key, now=NOW), data=message.body)
    verifier = HTTPMessageVerifier(**_others(key))
    verifier.max_clock_skew = timedelta(days=100_000)
    [verified] = verifier.verify(sent.prepare(), max_age=timedelta(days=100_000))
    assert set(verified.covered_components) >= {'"@method"', '"@target-uri"', '"content-digest"'}


@pytest.mark.parametrize("key", KEYS, ids=["rsa", "ed25519"])
@pytest.mark.parametrize(
    "components",
    [
        ("@method", "@target-uri", "content-digest"),
        ("content-digest", "@query", "@path", "@authority", "@method", "content-type"),
        ("@target-uri", "@method", "@scheme", "@request-target", "content-digest", "host"),
    ],
)
def test_what_another_program_signs_we_take(key: SigningKey, components: tuple[str, ...]) -> None:
    body = outgoing(create()).body
    headers = {
        "Host": "waterveen.example",
        "Content-Type": "application/activity+json",
        "Content-Digest": content_digest(body),
    }
    sent = Request("POST", f"{INBOX}?a=b", headers=headers, data=body).prepare()
    HTTPMessageSigner(**_others(key)).sign(
        sent,
        key_id=key.id,
        created=NOW,
        covered_component_ids=components,
        nonce='a"\\b',
        tag="x",
        use_existing_digest=True,
    )
    got = Message(
        "POST", "https://waterveen.example", "/inbox?a=b", tuple(sent.headers.items()), body
    )
    assert claim(got, now=NOW).proved_by(key.public(NOOR)).content == body


TOO_LITTLE = "the signature covers too little"
NOT_NOW = "signed too long ago, or later than now"
USUAL = '"@method" "@target-uri" "content-digest"'
SAID = f';created={AT};keyid="{KEY.id}"'


@pytest.mark.parametrize(
    ("components", "parameters"),
    [
        (USUAL, SAID),
        ('"@method" "@authority" "@path" "@query" "content-digest"', SAID),
        ('"content-type" ' + USUAL + ' "host"', SAID + ';alg="rsa-v1_5-sha256"'),
        (USUAL, f';keyid="{KEY.id}";created={AT};expires={AT + 1};nonce="\\"\\\\";tag="fediverse"'),
    ],
)
def test_ways_to_say_the_same(components: str, parameters: str) -> None:
    assert claim(resigned(components, parameters), now=NOW).proved_by(PUBLIC)


def test_spaces_that_may_be_there() -> None:
    message = resigned(USUAL, SAID)
    text = (
        message.one("signature-input").replace('" "', '"  "').replace(";", "; ").replace("(", "( ")
    )
    assert claim(with_header(message, "Signature-Input", text), now=NOW).proved_by(PUBLIC)


@pytest.mark.parametrize(
    ("components", "parameters", "why"),
    [
        ("", SAID, TOO_LITTLE),
        ('"@method" "content-digest"', SAID, TOO_LITTLE),
        ('"@target-uri" "content-digest"', SAID, TOO_LITTLE),
        ('"@method" "@target-uri"', SAID, TOO_LITTLE),
        ('"@method" "@path" "@query" "content-digest"', SAID, TOO_LITTLE),
        (
            '"@method" "@authority" "@path" "content-digest"',
            SAID,
            TOO_LITTLE,
        ),
        (USUAL, f';keyid="{KEY.id}"', "it does not say when it was signed"),
        (
            USUAL,
            f';created={AT - 50_000};keyid="{KEY.id}"',
            NOT_NOW,
        ),
        (
            USUAL,
            f';created={AT + 5_000};keyid="{KEY.id}"',
            NOT_NOW,
        ),
        (USUAL, SAID + f";expires={AT - 1}", "signed until a moment that has passed"),
        (USUAL, SAID + ';alg="rsa-pss-sha512"', "signed in a way that we do not take"),
        (USUAL, SAID + ';alg="hmac-sha256"', "signed in a way that we do not take"),
        (USUAL, SAID + ';alg="ed25519"', "signed in a way that is not that of the key"),
        (USUAL, f";created={AT}", "signed by another key"),
        (USUAL, f';created="{AT}";keyid="{KEY.id}"', "not a moment in seconds"),
    ],
)
def test_what_is_signed_and_still_not_enough(components: str, parameters: str, why: str) -> None:
    assert why_not(resigned(components, parameters)) == why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a=()",
        'a=("@method")',
        f"a=({USUAL} {USUAL}){SAID}",
        f"a=({USUAL}){SAID}{SAID}",
        f"a=({USUAL}){SAID}, b=({USUAL}){SAID}",
        f'a=("@method";req "@target-uri" "content-digest"){SAID}',
        f'a=("@method" "@target-uri" "content-digest";sf){SAID}',
        f'a=({USUAL} "@query-param";name="b"){SAID}',
        f'a=({USUAL} "@status"){SAID}',
        f'a=({USUAL} "@constructor"){SAID}',
        f'a=({USUAL} "x-not-there"){SAID}',
        f"a=({' '.join(chr(34) + 'h' + str(number) + chr(34) for number in range(40))}){SAID}",
        f"a=({USUAL}){SAID};created=007",
        f"a=({USUAL});created=-1",
        f"a=({USUAL}){SAID};flag",
        f"a=({USUAL}){SAID};x=?1",
        f"a=({USUAL}){SAID}; ",
        f"A=({USUAL}){SAID}",
        f"a=({USUAL}){SAID}" + " " * 20_000 + ";x=1",
        'a=("a"' * 3_000,
    ],
)
def test_what_is_no_signature_that_we_take(text: str) -> None:
    assert why_not(with_header(resigned(USUAL, SAID), "Signature-Input", text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a=",
        "a=AAAA",
        "b=:AAAA:",
        "a=:AAAA:, b=:AAAA:",
        "a=:AAAA:;x=1",
        "a=:A:",
        "a=:!:",
        "a=::",
    ],
)
def test_what_is_no_value_of_a_signature(text: str) -> None:
    assert why_not(with_header(resigned(USUAL, SAID), "Signature", text))


@pytest.mark.parametrize("name", ["Signature", "Signature-Input"])
def test_exactly_one(name: str) -> None:
    message = delivery()
    twice = replace(message, headers=(*message.headers, (name, message.one(name.lower()))))
    assert why_not(twice) == f"not one {name.lower()}"
    assert why_not(with_header(message, name, None))


def test_what_was_signed_for_something_else() -> None:
    message = delivery()
    other = "the signature does not fit"
    assert why_not(replace(message, target="/inbox?a=b")) == other
    assert why_not(replace(message, method="PUT")) == other
    assert why_not(replace(message, origin="https://duinrade.example")) == other
    assert why_not(replace(message, body=b"{}")) == "the digest is not that of the body"
    moved = with_header(replace(message, body=b"{}"), "Content-Digest", content_digest(b"{}"))
    assert why_not(moved) == other
    assert (
        why_not(with_header(message, "Content-Digest", None))
        == "no content-digest that can be signed"
    )


def test_a_read_that_is_replayed_as_a_deed() -> None:
    asked = outgoing(url=INBOX)
    message = received(asked, signed(asked, KEY, now=NOW), method="POST", body=b"{}")
    assert why_not(message) == TOO_LITTLE


@pytest.mark.parametrize(
    ("header", "fits"),
    [
        (content_digest(b"x"), True),
        (f"{content_digest(b'x')}, crc32=:AAAA:", True),
        (
            "sha-512=:pKvrH6FB4GHe2qTpMTrF8ob9jYzzEkjRN3BGt4chtwdMbhq4wXyRDIGTjkdSgAtl"
            "fdfj5DzaNzY6xVQIbZ3mIA==:",
            False,
        ),
        (content_digest(b"y"), False),
        (f"{content_digest(b'x')}, {content_digest(b'x')}", False),
        (f"{content_digest(b'x')}, sha-512=:AAAA:", False),
        ("md5=:AAAA:", False),
        ("sha-256=AAAA", False),
        ("", False),
    ],
)
def test_digests_of_contents(header: str, *, fits: bool) -> None:
    if fits:
        check_content_digest(header, b"x")
    else:
        with pytest.raises(Unproven):
            check_content_digest(header, b"x")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_changed_byte_breaks_it(data: st.DataObject) -> None:
    message = delivery()
    names = ["content-digest", "content-type", "signature", "signature-input", "body", "target"]
    name = data.draw(st.sampled_from(names))
    old = {"body": message.body.decode(), "target": message.target}.get(name) or message.one(name)
    at = data.draw(st.integers(0, len(old) - 1))
    new = old[:at] + chr(ord(old[at]) ^ data.draw(st.integers(1, 127))) + old[at + 1 :]
    if name == "body":
        changed = replace(message, body=new.encode())
    elif name == "target":
        changed = replace(message, target=new)
    else:
        changed = with_header(message, name, new)
    why_not(changed)


@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from(["Signature", "Signature-Input", "Content-Digest"]))
def test_any_header_is_a_claim_or_unproven(value: str, name: str) -> None:
    message = with_header(delivery(), name, value)
    try:
        claim(message, now=NOW).proved_by(PUBLIC)
    except Unproven:
        return
    assert value.strip() == delivery().one(name.lower())
