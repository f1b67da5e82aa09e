"""Bytes of another server are a document, or a clear no."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.engine.activitypub.making import AS
from vaknet.engine.activitypub import Document, Unreadable, check_content_type
from vaknet.engine.activitypub.documents import (
    ACTIVITYSTREAMS,
    CONTENT_TYPE,
    DEEPEST,
    LARGEST,
    MOST_VALUES,
)
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.hidden import names_hidden_people


def reason(content: bytes | str) -> str:
    with pytest.raises(Unreadable) as caught:
        Document(content.encode() if isinstance(content, str) else content)
    return caught.value.reason


def nested(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


def test_a_document_is_its_bytes() -> None:
    content = b'{"type": "Note", "content": "\xc3\x89\xc3\xa9n", "n": [1, -2.5, true, null]}'
    document = Document(content)
    assert document.content is content
    assert dict(document.value) == {"type": "Note", "content": "Één", "n": [1, -2.5, True, None]}
    assert repr(document) == f"<Document of {len(content)} bytes>"
    with pytest.raises(TypeError):
        document.value["type"] = "Person"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[]", "not an object"),
        ('"x"', "not an object"),
        ("null", "not an object"),
        (b"\xff{}", "not JSON"),
        ("\ufeff{}", "not JSON"),
        ('{"a": "\x01"}', "not JSON"),
        ("{} {}", "not JSON"),
        ("{'a': 1}", "not JSON"),
        ('{"a": 01}', "not JSON"),
        ('{"a": 1, "a": 2}', "one name twice in an object"),
        ('{"b": {"a": 1, "\\u0061": 2}}', "one name twice in an object"),
        ('{"a": NaN}', "NaN is no number of JSON"),
        ('{"a": -Infinity}', "-Infinity is no number of JSON"),
        ('{"a": 1e999}', "a number that is too large"),
        ('{"a": ' + "1" * 20 + "}", "a number that is too large"),
        ('{"a": ' + "1" * 5000 + "}", "a number that is too large"),
        ('{"a": 0.' + "1" * 50 + "}", "a number that is too large"),
        ('{"a": "\\ud800"}', "a text with half a sign"),
        ('{"a": ["x", "\\udc00"]}', "a text with half a sign"),
        ('{"\\ud800": 1}', "a text with half a sign"),
        ('{"a": "\\u0000"}', "a text with a NUL"),
        ('{"a": {"\\u0000": 1}}', "a text with a NUL"),
        ("{" + " " * LARGEST + "}", "larger than 1 MB"),
        (nested(DEEPEST + 1), "deeper or more than we read"),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "deeper than we read"),
        ("[" * 400_000, "deeper than we read"),
        ('{"a": [' + "1," * MOST_VALUES + "1]}", "deeper or more than we read"),
    ],
)
def test_what_is_no_document(content: bytes | str, why: str) -> None:
    assert reason(content) == why


def test_the_deepest_and_a_text_with_escapes() -> None:
    assert Document(nested(DEEPEST).encode())
    assert Document(b'{"a": "\\ud83d\\ude00 \\\\u0000"}').value["a"] == "😀 \\u0000"


@pytest.mark.parametrize(
    "name",
    [
        "@graph",
        "@reverse",
        "@included",
        "@nest",
        "@id",
        "@type",
        "@value",
        "@set",
        "@list",
        "@x",
        "@",
    ],
)
def test_nothing_of_json_ld_but_contexts(name: str) -> None:
    """CVE-2022-24307, CVE-2026-46349, CVE-2026-48028, GHSA-9rfg-v8g9-9367."""
    for value in ({name: 1}, {"object": {name: 1}}, {"object": [{"tag": [{name: {}}]}]}):
        assert reason(json.dumps(value)).endswith("of JSON-LD")
    assert reason('{"\\u0040' + name[1:] + '": 1}').endswith("of JSON-LD")
    assert "\x00" not in reason('{"@\\u0000": 1}')  # a reason is kept in a row


@pytest.mark.parametrize(
    "literal",
    [
        {"@value": "z6Mk", "type": "https://w3id.org/security#multibase"},
        {"@value": "Dag", "@language": "nl"},
        {"@value": "1", "@type": "xsd:integer"},
    ],
)
def test_a_text_with_its_kind_is_left_alone(literal: dict[str, str]) -> None:
    """As Fedify passes on a key of ours inside somebody of ours. It is never a document, and no
    text, link or object to who reads one."""
    within = {"type": "Accept", "object": {"actor": {"assertionMethod": [{"key": literal}]}}}
    assert Document(json.dumps(within).encode()).value == within
    fields = Fields(Document(json.dumps({"name": literal}).encode()).value)
    assert fields.text("name") == ""
    assert reason(json.dumps(literal)).endswith("of JSON-LD")
    for more in ({"@id": "x"}, {"actor": "x"}, {"@value": {"a": 1}}):
        assert reason(json.dumps({"object": literal | more})).endswith("of JSON-LD")


@pytest.mark.parametrize(
    "context",
    [
        None,
        AS,
        "http://strange.example/context",
        [AS, "https://w3id.org/security/v1"],
        [AS, {"@language": "nl", "as": f"{AS}#", "Hashtag": "as:Hashtag"}],
        [AS, {"toot": "http://joinmastodon.org/ns#", "featured": {"@id": "toot:featured"}}],
        [AS, {"id": "@id", "type": {"@id": "@type"}, "actor": {"@id": "as:actor", "@type": "@id"}}],
        {"inbox": {"@id": "ldp:inbox"}, "publicKey": "https://w3id.org/security#publicKey"},
    ],
)
def test_contexts_are_looked_at_and_never_fetched(context: object) -> None:
    assert Document(json.dumps({"@context": context, "object": {"@context": context}}).encode())


@pytest.mark.parametrize(
    "context",
    [
        1,
        [[AS]],
        [AS, 1],
        {"actor": "as:object"},
        {"actor": None},
        {"attributedTo": {"@id": "https://elders.example/ns#owner"}},
        {"as": "https://elders.example/ns#"},
        {"type": {"@id": ["@type"]}},
        [AS, {"publicKey": {"@type": "@id"}}],
    ],
)
def test_a_context_that_says_something_else_by_the_same_name(context: object) -> None:
    assert reason(json.dumps({"@context": context})).startswith("a context that")
    assert reason(json.dumps({"object": [{"@context": context}]})).startswith("a context that")


@pytest.mark.parametrize(
    "kind",
    [
        "application/activity+json",
        "Application/Activity+JSON; charset=utf-8",
        CONTENT_TYPE,
        f'application/ld+json;charset=utf-8;profile="https://other.example {AS}"',
        f"application/ld+json; PROFILE={AS}",
    ],
)
def test_what_is_sent_as_activitystreams(kind: str) -> None:
    check_content_type(kind)


@pytest.mark.parametrize(
    "kind",
    ["", "text/html", "application/json", "application/ld+json",
     "text/plain; application/activity+json", "application/ld+json; charset=utf-8",
     'application/ld+json; profile="https://www.w3.org/ns/anno"'],
)  # fmt: skip
def test_what_is_not(kind: str) -> None:
    """CVE-2024-23832: an uploaded file was read as an actor."""
    with pytest.raises(Unreadable):
        check_content_type(kind)


@settings(deadline=None)
@given(st.binary(max_size=200))
@example(b'{"a":1}')
def test_any_bytes_are_a_document_or_unreadable(content: bytes) -> None:
    try:
        document = Document(content)
    except Unreadable:
        return
    assert isinstance(json.loads(content), dict)
    assert document.content == content


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc@\u0000", max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=5), JSON, max_size=5), st.booleans())
def test_any_json_is_a_document_or_unreadable(value: dict, ascii_only: bool) -> None:
    content = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    try:
        document = Document(content)
    except Unreadable:
        return
    assert dict(document.value) == value


@pytest.mark.parametrize("name", ["bto", "as:bcc", f"{ACTIVITYSTREAMS}#bto"])
def test_hidden_readers_are_found_at_any_depth(name: str) -> None:
    told = {"type": "Create", "object": [{"type": "Note", "tag": {name: ["https://e.nl/a"]}}]}
    assert names_hidden_people(Document(json.dumps(told).encode()))
    assert not names_hidden_people(Document(json.dumps(told).encode().replace(b"b", b"x")))
