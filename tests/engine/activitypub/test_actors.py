"""Who acts on another network."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.activitypub.making import ELSEWHERE, NOOR, THERE, document, person
from tests.engine.activitypub.test_documents import JSON
from vaknet.engine.activitypub import Actor, ActorKind, Unreadable, actor
from vaknet.engine.activitypub.media import Media


def read(**changes: object) -> Actor:
    return actor(document(person(**changes)))


def why_not(**changes: object) -> str:
    with pytest.raises(Unreadable) as caught:
        read(**changes)
    return caught.value.reason


def test_a_person_with_everything() -> None:
    image = {"type": "Image", "url": f"{THERE}/noor.png", "mediaType": "image/PNG", "name": "Noor"}
    found = read(
        name="Noor \u202evan Dijk\n",
        summary="<p>Adviseur</p>",
        url=[{"type": "Link", "href": f"{THERE}/@noor", "mediaType": "text/html"}],
        endpoints={"sharedInbox": f"{THERE}/inbox"},
        outbox=f"{NOOR}/outbox",
        followers=f"{NOOR}/followers",
        following={"id": f"{NOOR}/following", "type": "Collection"},
        image=[image, f"{THERE}/kop.jpg"],
        alsoKnownAs=[ELSEWHERE, 1],
        movedTo=ELSEWHERE,
        webfinger="noor@ver.example",
        generator={
            "type": "Application",
            "implements": [{"href": "https://datatracker.ietf.org/doc/html/rfc9421"}, "x", 1],
        },
        manuallyApprovesFollowers=False,
        discoverable=True,
        indexable=True,
        published="2020-01-01T00:00:00Z",
        updated="2021-01-01T00:00:00+01:00",
    )
    assert found.kind is ActorKind.PERSON
    assert (found.id, found.inbox, found.username) == (NOOR, f"{NOOR}/inbox", "noor")
    assert (found.name, found.summary.text) == ("Noor van Dijk", "<p>Adviseur</p>")
    assert (found.page, found.shared_inbox) == (f"{THERE}/@noor", f"{THERE}/inbox")
    assert (found.outbox, found.followers) == (f"{NOOR}/outbox", f"{NOOR}/followers")
    assert found.following == f"{NOOR}/following"
    assert found.image == Media("Image", f"{THERE}/noor.png", "image/png", "Noor", None, None, "")
    assert (found.also_known_as, found.moved_to) == ((ELSEWHERE,), ELSEWHERE)
    assert found.webfinger == "noor@ver.example"
    assert found.software == ("https://datatracker.ietf.org/doc/html/rfc9421", "x")
    assert (found.asks_first, found.discoverable, found.indexable) == (False, True, True)
    assert found.published == datetime(2020, 1, 1, tzinfo=UTC)
    assert found.updated == datetime(2020, 12, 31, 23, tzinfo=UTC)
    [older, newer] = found.keys
    assert found.key(newer.id) is newer
    assert found.key(older.id) is older
    assert found.key(f"{NOOR}#other") is None


def test_a_bare_one_is_careful() -> None:
    found = read(publicKey=None, assertionMethod=None, preferredUsername=None)
    assert (found.asks_first, found.discoverable, found.indexable) == (True, False, False)
    assert (found.keys, found.username, found.page, found.image) == ((), "", None, None)


@pytest.mark.parametrize("kind", list(ActorKind))
def test_all_kinds(kind: ActorKind) -> None:
    assert read(type=kind.value).kind is kind
    assert read(type=["as:Thing", f"https://www.w3.org/ns/activitystreams#{kind}"]).kind is kind


def test_a_group_says_who_looks_after_it() -> None:
    assert read(type="Group", attributedTo=f"{THERE}/mods").moderators == f"{THERE}/mods"
    assert read(type="Group", attributedTo=f"{ELSEWHERE}/mods").moderators is None


@pytest.mark.parametrize("kind", [None, [], "Note", "person", 1, {"id": "Person"}, ["Note"]])
def test_no_kind_of_actor(kind: object) -> None:
    assert why_not(type=kind) == "no kind of actor that we know"


@pytest.mark.parametrize("inbox", [None, "", [], f"{NOOR}/a b", 1, [f"{NOOR}/1", f"{NOOR}/2"]])
def test_a_stripped_answer_is_no_actor(inbox: object) -> None:
    """Some servers answer 200 with less when they do not know who asks (misskey#17706)."""
    assert why_not(inbox=inbox)


def test_what_is_elsewhere_is_not_hers() -> None:
    """An inbox elsewhere would have us send to whom she likes."""
    assert why_not(inbox=f"{ELSEWHERE}/inbox") == "an inbox of somebody elsewhere"
    found = read(
        endpoints={"sharedInbox": "https://elders.example/inbox"},
        outbox=f"{ELSEWHERE}/outbox",
        followers=f"{ELSEWHERE}/followers",
        following="http://169.254.169.254/",
    )
    assert (found.shared_inbox, found.outbox, found.followers, found.following) == (None,) * 4


@pytest.mark.parametrize("name", ["", "no or", "noor@ver.example", "a/b", 1, "a" * 200, "n\u202eo"])
def test_a_name_that_could_be_taken_for_an_address(name: object) -> None:
    assert why_not(preferredUsername=name) == "a name that is none"


def test_an_actor_has_no_fragment() -> None:
    assert why_not(id=f"{NOOR}#x") == "an id with a fragment"
    assert why_not(id=None)


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:image/png;base64,AAAA", "//x", 1, None]
)
def test_addresses_that_run_are_none(href: object) -> None:
    for name in ("url", "href"):
        found = read(url=href, image={"type": "Image", name: href})
        assert (found.page, found.image) == (None, None)


def test_very_much_of_something() -> None:
    value = {"type": "Image", "url": f"{THERE}/1.png"}
    assert why_not(image=[value] * 1001) == "more than 1000 of image"


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*person(), "url", "icon", "tag", "endpoints"]), JSON))
def test_anything_is_an_actor_or_unreadable(changes: dict) -> None:
    try:
        found = read(**changes)
    except Unreadable:
        return
    assert found.inbox.startswith(THERE)
