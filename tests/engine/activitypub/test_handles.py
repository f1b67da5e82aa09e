"""How somebody is named, found, and what a network says of itself."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.activitypub.making import AS, NOOR, THERE
from tests.engine.activitypub.test_documents import JSON
from vaknet.engine.activitypub import Unreadable, nodeinfo, webfinger
from vaknet.engine.activitypub.handles import Handle, handle, named
from vaknet.engine.activitypub.webfinger import PROFILE_PAGE, SUBSCRIBE, Description

NOOR_THERE = Handle("noor", "ver.example")


@pytest.mark.parametrize(
    "text",
    ["acct:noor@ver.example", "@noor@ver.example", "noor@ver.example", " @noor@VER.example ",
     "ACCT:noor@ver.example.", "acct:@noor@ver.example", "acct:%6Eoor@ver.example"],
)  # fmt: skip
def test_a_handle(text: str) -> None:
    found = handle(text)
    assert found == NOOR_THERE
    assert (str(found), found.acct) == ("@noor@ver.example", "acct:noor@ver.example")


def test_handles_of_other_alphabets() -> None:
    assert handle("@ü.a-b_c@münchen.example") == Handle("ü.a-b_c", "xn--mnchen-3ya.example")


@pytest.mark.parametrize(
    "text",
    ["", "noor", "@noor", "@noor@", "@@ver.example", "@noor@ver", "@noor@localhost",
     "@noor@127.0.0.1",
     "@noor@ver.example/a", "@noor@ver.example:8443", "@no or@ver.example", "@noor@a@ver.example",
     "@noor@ver.example?x", "acct:no%2For@ver.example", "acct:no%0Aor@ver.example", "x" * 500,
     "@noor@[::1]", "@noor@2130706433", "@noor@ver.example\\", "acct:%@ver.example", "@noor@.",
     "@noor@" + "ü" * 80 + ".nl", "@noor@:80"],
)  # fmt: skip
def test_no_handle(text: str) -> None:
    with pytest.raises(Unreadable):
        handle(text)


def test_hosts_of_a_test() -> None:
    assert handle("@noor@127.0.0.1:8001", test_hosts={"127.0.0.1:8001"}).host == "127.0.0.1:8001"
    assert handle("@noor@localhost", test_hosts={"localhost"}).host == "localhost"
    for other in ("@noor@127.0.0.1:8002", "@noor@127.0.0.1"):
        with pytest.raises(Unreadable):
            handle(other, test_hosts={"127.0.0.1:8001"})


def test_what_somebody_typed() -> None:
    assert named(" @noor@ver.example") == NOOR_THERE
    assert named("https://ver.example/@noor ") == "https://ver.example/@noor"
    for wrong in ("https://", "https://noor:x@ver.example/", "javascript:alert(1)", "noor"):
        with pytest.raises(Unreadable):
            named(wrong)


def test_what_is_asked_for() -> None:
    assert webfinger.resource("acct:noor@ver.example") == NOOR_THERE
    assert webfinger.resource(f"{NOOR}/") == f"{NOOR}/"
    for wrong in ("", "x", "http://ver.example/", "https://127.0.0.1/", "mailto:noor@ver.example"):
        with pytest.raises(Unreadable):
            webfinger.resource(wrong)


def test_where_is_asked() -> None:
    assert webfinger.address(NOOR_THERE) == (
        "https://ver.example/.well-known/webfinger?resource=acct%3Anoor%40ver.example"
    )
    here = Handle("noor", "127.0.0.1:8001")
    assert webfinger.address(here, scheme="http").startswith("http://127.0.0.1:8001/.well-known/")


def test_described_and_read() -> None:
    subscribe = f"{THERE}/volgen?wie={{uri}}"
    said = webfinger.described(NOOR_THERE, NOOR, page=f"{THERE}/@noor", subscribe=subscribe)
    assert said["aliases"] == [f"{THERE}/@noor", NOOR]
    content = json.dumps(said).encode()
    assert webfinger.read(content) == Description(NOOR_THERE, NOOR, f"{THERE}/@noor", subscribe)
    bare = webfinger.described(NOOR_THERE, NOOR, page=NOOR, aliases=[NOOR])
    assert bare["aliases"] == [NOOR]
    assert webfinger.read(json.dumps(bare).encode()).subscribe is None


def test_as_others_describe() -> None:
    links = [
        1,
        {"rel": "self", "type": "text/html", "href": f"{THERE}/html"},
        {"rel": "self", "href": f"{THERE}/none"},
        {"rel": PROFILE_PAGE, "href": "javascript:alert(1)"},
        {"rel": SUBSCRIBE, "template": "javascript:{uri}"},
        {"rel": SUBSCRIBE, "template": f"{THERE}/x"},
        {"rel": 1, "template": f"{THERE}/{{uri}}"},
        {"rel": "other", "template": f"{THERE}/{{uri}}"},
        {"rel": SUBSCRIBE},
        {"rel": "self", "type": f'application/ld+json; profile="{AS}"', "href": NOOR},
    ]
    said = {"subject": "acct:Noor@VER.example", "links": links}
    found = webfinger.read(json.dumps(said).encode())
    assert found == Description(Handle("Noor", "ver.example"), NOOR, None, None)


def described(**templates: str) -> Description:
    intents = {name: told for name, told in templates.items() if name != "subscribe"}
    subscribe = templates.get("subscribe", "")
    said = webfinger.described(NOOR_THERE, NOOR, page=NOOR, subscribe=subscribe, intents=intents)
    return webfinger.read(json.dumps(said).encode())


def test_where_somebody_goes_on_at_home() -> None:
    there, uri = "https://ver.example", "https://ver.example/b?c=1&d=2"
    filled = "https%3A%2F%2Fver.example%2Fb%3Fc%3D1%26d%3D2"
    told = described(subscribe=f"{there}/s?u={{uri}}", Follow=f"{there}/f?o={{object}}&k={{on-ok}}")
    assert told.way("Follow", uri) == f"{there}/f?o={filled}&k="
    assert told.way("Object", uri) == f"{there}/s?u={filled}"
    assert described(subscribe=f"{there}/s?u={{account}}").way("Follow", uri) == (
        f"{there}/s?u={filled}"
    )
    assert described().way("Follow", uri) is None
    assert described(Follow="javascript:{object}", Object=f"{there}/x").intents == {}
    assert described(subscribe=f"{there}/{{a}}/{{b}}").way("Follow", uri) is None


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"subject": "acct:noor@ver.example"},
        {"subject": "acct:noor@ver.example", "links": []},
        {
            "subject": 1,
            "links": [{"rel": "self", "type": "application/activity+json", "href": NOOR}],
        },
        {"links": [{"rel": "self", "type": "application/activity+json", "href": NOOR}]},
        {
            "subject": "x",
            "links": [{"rel": "self", "type": "application/activity+json", "href": NOOR}],
        },
        {
            "subject": "acct:noor@ver.example",
            "links": [
                {"rel": "self", "type": "application/activity+json", "href": "http://10.0.0.1/"}
            ],
        },
    ],
)
def test_a_description_without_an_actor(said: dict) -> None:
    with pytest.raises(Unreadable):
        webfinger.read(json.dumps(said).encode())


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["subject", "links", "aliases"]), JSON))
def test_any_description_is_read_or_unreadable(said: dict) -> None:
    with pytest.raises(Unreadable):
        webfinger.read(json.dumps({"subject": "acct:noor@ver.example"} | said).encode())


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_handle_or_unreadable(text: str) -> None:
    for one in (text, f"@{text}@ver.example", f"@noor@{text}"):
        try:
            found = handle(one)
        except Unreadable:
            continue
        assert handle(str(found)) == found


def test_where_this_host_answers() -> None:
    root = ElementTree.fromstring(webfinger.host_meta("https://waterveen.example"))  # noqa: S314
    [link] = root
    assert link.attrib == {
        "rel": "lrdd",
        "type": "application/jrd+json",
        "template": "https://waterveen.example/.well-known/webfinger?resource={uri}",
    }


def test_the_network_itself() -> None:
    said = webfinger.described_here("https://w.example", "https://w.example/netwerk/", {"x": "y"})
    assert said == {
        "subject": "https://w.example/",
        "links": [
            {
                "rel": "https://www.w3.org/ns/activitystreams#Service",
                "type": "application/activity+json",
                "href": "https://w.example/netwerk/",
            },
            {"rel": "x", "href": "y"},
        ],
    }


def test_what_a_network_says_of_itself() -> None:
    links = nodeinfo.links("https://w.example", "https://w.example/netwerk/")["links"]
    assert [link["rel"].rpartition("/")[2] for link in links] == [
        "2.0",
        "2.1",
        "activitystreams#Application",
    ]
    node = nodeinfo.Node(
        version="0.1.0",
        homepage="https://vaknet.example",
        repository="https://vaknet.example/code",
        registrations_open=False,
        members=12,
        active_month=3,
        active_half_year=7,
        posts=99,
        name="Waterveen",
        description="Vakgenoten",
    )
    older, newer = (nodeinfo.document(node, version) for version in nodeinfo.VERSIONS)
    assert older["software"] == {"name": "vaknet", "version": "0.1.0"}
    assert newer["software"] == {
        "name": "vaknet",
        "version": "0.1.0",
        "repository": "https://vaknet.example/code",
        "homepage": "https://vaknet.example",
    }
    for said, version in ((older, "2.0"), (newer, "2.1")):
        assert said["version"] == version
        assert said["protocols"] == ["activitypub"]
        assert said["usage"] == {
            "users": {"total": 12, "activeMonth": 3, "activeHalfyear": 7},
            "localPosts": 99,
        }
        assert said["metadata"]["upstream"] == {"name": "mastodon"}
        assert said["openRegistrations"] is False
