"""What somebody on another network wrote, in all the ways in which servers write it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.activitypub.making import (
    AS,
    BRAM,
    ELSEWHERE,
    NOOR,
    OURS,
    PUBLIC,
    THERE,
    document,
    note,
)
from tests.engine.activitypub.test_documents import JSON
from vaknet.engine.activitypub import Post, PostKind, Tombstone, Unreadable, post
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.media import Media
from vaknet.engine.activitypub.places import JoinMode, Place, Status
from vaknet.engine.activitypub.posts import Mention, read_post

ONE = f"{THERE}/notes/0"


def read(**changes: object) -> Post:
    found = post(document(note(**changes)))
    assert isinstance(found, Post)
    return found


def why_not(**changes: object) -> str:
    with pytest.raises(Unreadable) as caught:
        read(**changes)
    return caught.value.reason


def test_a_note() -> None:
    found = read(
        cc=f"{NOOR}/followers",
        audience=f"{THERE}/groups/1",
        inReplyTo=ONE,
        context=f"{THERE}/contexts/1",
        replies={"id": f"{THERE}/notes/1/replies", "type": "Collection"},
        summary="Pas op",
        sensitive=True,
        published="2026-01-02T03:04:05.678Z",
        updated=["2026-01-02T03:04:05+02:00"],
        url=[
            f"{THERE}/@noor/1",
            {"type": "Link", "href": f"{THERE}/1.mp4", "mediaType": "video/mp4"},
        ],
    )
    assert (found.id, found.kind, found.author) == (f"{THERE}/notes/1", PostKind.NOTE, NOOR)
    assert (found.to, found.cc) == ((PUBLIC,), (f"{NOOR}/followers",))
    assert found.audience == (f"{THERE}/groups/1",)
    assert (found.in_reply_to, found.context) == (ONE, f"{THERE}/contexts/1")
    assert found.replies == f"{THERE}/notes/1/replies"
    assert (found.content.text, found.summary.text, found.sensitive) == (
        "<p>Dag</p>",
        "Pas op",
        True,
    )
    assert found.page == f"{THERE}/@noor/1"
    assert found.published == datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)
    assert found.updated == datetime(2026, 1, 2, 1, 4, 5, tzinfo=UTC)
    assert found.is_public
    assert not found.is_vote


@pytest.mark.parametrize("public", [PUBLIC, "as:Public", "Public"])
@pytest.mark.parametrize("name", ["to", "cc"])
def test_for_everybody_in_three_spellings(public: str, name: str) -> None:
    for shape in (public, [public], [NOOR, public]):
        assert read(**{"to": [], "cc": [], name: shape}).is_public


@pytest.mark.parametrize("to", [None, [], "", "public", 1, {}, [None, 1, {"x": 1}], {"id": None}])
def test_for_nobody_that_we_understand_is_not_for_everybody(to: object) -> None:
    found = read(to=to)
    assert (found.to, found.is_public) == ((), False)


@pytest.mark.parametrize(
    "owner", [NOOR, [NOOR], {"id": NOOR, "type": "Person"}, [{"id": NOOR}], [NOOR, NOOR],
              {"type": "Link", "href": NOOR}],
)  # fmt: skip
def test_by_whom_in_many_shapes(owner: object) -> None:
    assert read(attributedTo=owner).authors == (NOOR,)


def test_by_a_person_in_a_channel() -> None:
    channel = f"{THERE}/channels/1"
    both = [{"type": "Group", "id": channel}, {"type": "Person", "id": NOOR}]
    assert read(attributedTo=both).authors == (NOOR, channel)


@pytest.mark.parametrize(
    "owner",
    [None, "", [], 17, "1", True, {}, {"id": 1}, [1], [[NOOR]], [NOOR, None], [NOOR, 1], [NOOR, {}],
     [NOOR, "x"], {"id": [NOOR]}, [NOOR, ELSEWHERE], ELSEWHERE, f"{OURS}mensen/samira/",
     [NOOR, f"{OURS}mensen/samira/"], f"{NOOR}/../samira", "HTTPS://VER.example/users/noor",
     [f"{THERE}/users/{number}" for number in range(11)]],
)  # fmt: skip
def test_by_nobody_or_by_somebody_else(owner: object) -> None:
    assert why_not(attributedTo=owner)


def test_by_who_created_it_when_it_does_not_say() -> None:
    bare = Fields(note(attributedTo=None))
    found = read_post(bare, otherwise=BRAM)
    assert isinstance(found, Post)
    assert found.author == BRAM
    for hostile in (ELSEWHERE, f"{OURS}mensen/samira/"):
        with pytest.raises(Unreadable, match="somebody elsewhere"):
            read_post(bare, otherwise=hostile)


@pytest.mark.parametrize("kind", list(PostKind))
def test_all_kinds(kind: PostKind) -> None:
    found = read(type=kind.value, oneOf=[{"name": "ja"}], url=f"{THERE}/bestand")
    assert found.kind is kind
    assert (found.poll is not None) == (kind is PostKind.QUESTION)


@pytest.mark.parametrize("kind", [None, "Place", "Create", "Person", "note", ["x"], 1, {}])
def test_no_kind_that_we_know(kind: object) -> None:
    assert why_not(type=kind) == "no kind of thing that we know"


def test_what_is_gone() -> None:
    gone = document({"id": ONE, "type": "Tombstone", "deleted": "2026-01-01T00:00:00Z"})
    assert post(gone) == Tombstone(ONE, datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(Unreadable):
        post(document({"type": "Tombstone"}))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"identifier": "NL", "name": "Nederlands"}, "nl"),
        ({"identifier": "und"}, ""),
        ({"name": "Nederlands"}, ""),
        ("pt-br", "pt-br"),
        ("Nederlands, Fries", ""),
        (["nl"], ""),
        (None, ""),
    ],
)
def test_one_language_for_all_of_it(told: object, code: str) -> None:
    assert read(language=told).language == code


def test_words_in_languages() -> None:
    found = read(content="<p>Dag</p>", contentMap={"nl": "<p>Dag</p>", "en": "<p>Hello</p>"})
    assert (found.content.text, found.content.language) == ("<p>Dag</p>", "nl")
    assert found.content.others == {"en": "<p>Hello</p>"}
    only = read(
        content=None, contentMap={"NL-be": "Dag", "en": "Hello", "?": "x", "de": 1, "fr": ""}
    )
    assert (only.content.text, only.content.language) == ("Dag", "nl-be")
    assert only.content.others == {"en": "Hello"}
    assert read(content=None).content.text == ""
    assert not read(content=1, contentMap=[1]).content
    assert read(contentMap={f"{number:x}a": "x" for number in range(60)}).content.others == {}
    assert read(name=None, nameMap={"nl": "Titel"}).name == "Titel"
    assert why_not(content="x" * 400_001) == "content is too long"


@pytest.mark.parametrize(
    "moment",
    ["", "gisteren", 1, "2026-13-01T00:00:00Z", "2026-01-01", "2026-01-01T25:00:00Z", None, {},
     "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "٢٠٢٦-01-01T00:00:00Z", "2" * 100,
     [[]], "0001-01-01T12:00:00Z", "9999-12-31T23:59:59Z", "1899-12-31T23:59:59Z",
     "1900-01-01T00:30:00+01:00", "2200-01-01T00:00:00Z", "2199-12-31T23:30:00-01:00"],
)  # fmt: skip
def test_no_moment(moment: object) -> None:
    assert read(published=moment).published is None


@pytest.mark.parametrize(
    "moment",
    ["2026-01-02T03:04:05Z", "2026-01-02t03:04:05z", "2026-01-02T03:04:05", "2026-01-02 03:04:05Z",
     "2026-01-02T04:04:05+01:00", "2026-01-02T04:04:05+0100", "2026-01-02T03:04:05+00:00Z",
     "2026-01-02T03:04:05.000000Z"],
)  # fmt: skip
def test_moments(moment: str) -> None:
    assert read(published=moment).published == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("moment", ["1899-12-31T23:30:00-01:00", "2200-01-01T00:30:00+01:00"])
@pytest.mark.parametrize("hours", [-24, 24])
def test_the_first_and_the_last_moment_fit_in_every_time_zone(moment: str, hours: int) -> None:
    published = read(published=moment).published
    assert published is not None
    there = timezone(timedelta(hours=hours) - timedelta(minutes=hours / 24))
    assert published.astimezone(there) == published


def test_who_and_what_is_named() -> None:
    found = read(
        tag=[
            {"type": "Mention", "href": NOOR, "name": "@noor"},
            {"type": "Mention", "href": NOOR, "name": "again"},
            {"type": "as:Mention", "href": BRAM},
            {"type": "Mention", "href": "javascript:alert(1)", "name": "x"},
            {"type": "Mention", "name": "@nobody"},
            {"href": ELSEWHERE, "name": "no kind"},
            {"type": "Hashtag", "name": "#erfgoed", "href": "javascript:x"},
            {"type": "Hashtag", "name": "welstand"},
            {"type": "Hashtag", "name": "#erfgoed"},
            {"type": "Hashtag", "name": "two words"},
            {"type": "Hashtag", "name": "#"},
            {"type": "Hashtag"},
            {"type": "Emoji", "name": ":x:"},
            "https://ver.example/tags/1",
            None,
        ]
    )
    assert found.mentions == (Mention(NOOR, "@noor"), Mention(BRAM, ""))
    assert found.hashtags == ("erfgoed", "welstand")
    alone = read(tag={"type": "Hashtag", "name": "#een"})
    assert alone.hashtags == ("een",)
    assert read(tag=None).hashtags == read(tag="x").hashtags == ()


def test_very_many_named() -> None:
    many = [{"type": "Mention", "href": f"{THERE}/{number}"} for number in range(1000)]
    assert len(read(tag=many).mentions) == 200
    assert why_not(tag=many + many[:1]) == "more than 1000 of tag"


def test_files_that_hang_on_it() -> None:
    image = {"type": "Image", "url": f"{THERE}/1.png", "mediaType": "image/png", "name": "Een pand",
             "width": 10, "height": 20, "blurhash": "UBL"}  # fmt: skip
    found = read(
        attachment=[
            image,
            {"type": "Document", "url": {"type": "Link", "href": f"{THERE}/2.pdf", "width": 3}},
            {"type": "Video", "href": f"{THERE}/3.mp4", "summary": "Film"},
            {"url": [{"href": f"{THERE}/4.png", "mediaType": "image/png"}]},
            f"{THERE}/5.png",
            {"type": "Image", "url": "javascript:alert(1)"},
            {"type": "Image"},
            {"type": "PropertyValue", "url": f"{THERE}/6"},
            1,
        ]
    )
    assert found.attachments[0] == Media(
        "Image", f"{THERE}/1.png", "image/png", "Een pand", 10, 20, "UBL"
    )
    assert [one.href.rpartition("/")[2] for one in found.attachments] == [
        "1.png", "2.pdf", "3.mp4", "4.png", "5.png",
    ]  # fmt: skip
    assert found.attachments[1].width == 3
    assert found.attachments[2].name == "Film"
    assert found.attachments[3].media_type == "image/png"
    assert len(read(attachment=[image] * 900).attachments) == 50


def test_a_film_is_its_own_file() -> None:
    links = [
        {"type": "Link", "href": f"{THERE}/w/1", "mediaType": "text/html"},
        {"type": "Link", "href": f"{THERE}/1.mp4", "mediaType": "video/mp4", "rel": ["x", 1]},
    ]
    found = read(type="Video", url=links, name="Film", attachment=f"{THERE}/2.png")
    assert found.page == f"{THERE}/w/1"
    assert [one.href for one in found.attachments] == [f"{THERE}/1.mp4", f"{THERE}/2.png"]
    assert read(type="Image", url=f"{THERE}/1.png").attachments[0].kind == "Image"
    assert read(type="Image").attachments == ()
    assert read(image=f"{THERE}/kop.png").image == read(icon=[f"{THERE}/kop.png"]).image


@pytest.mark.parametrize(
    "reply",
    [ONE, [ONE], {"type": "Link", "href": ONE}, note(id=ONE), [ONE, BRAM]],
)
def test_what_it_answers(reply: object) -> None:
    assert read(inReplyTo=reply).in_reply_to == ONE


@pytest.mark.parametrize("reply", [None, {"type": "Collection", "items": [ONE]}, "x", 1])
def test_what_it_does_not_answer(reply: object) -> None:
    assert read(inReplyTo=reply).in_reply_to is None


def test_a_vote() -> None:
    vote = read(name="ja", inReplyTo=ONE, content=None, to=NOOR)
    assert vote.is_vote
    assert not read(name="ja", inReplyTo=ONE).is_vote
    assert not read(name="ja", content=None).is_vote
    assert not read(name="ja", content=None, inReplyTo=ONE, attachment=f"{THERE}/1.png").is_vote
    assert not read(type="Page", name="ja", content=None, inReplyTo=ONE).is_vote


def choice(name: str, votes: object = None) -> dict:
    return {"type": "Note", "name": name, "replies": {"type": "Collection", "totalItems": votes}}


def test_a_poll() -> None:
    found = read(
        type="Question",
        anyOf=[choice("ja", 3), choice("nee", -1), choice("anders", True), choice("later", "4")],
        endTime="2026-01-01T00:00:00Z",
        closed="2026-01-02T00:00:00Z",
        votersCount=2,
    ).poll
    assert found is not None
    assert [(one.name, one.votes) for one in found.options] == [
        ("ja", 3), ("nee", 0), ("anders", 0), ("later", 0),
    ]  # fmt: skip
    assert (found.several, found.voters) == (True, 2)
    assert found.ends == datetime(2026, 1, 1, tzinfo=UTC)
    assert found.closed == datetime(2026, 1, 2, tzinfo=UTC)
    one = read(type="Question", oneOf=choice("ja"), closed=True).poll
    assert one is not None
    assert (one.several, one.closed, one.voters) == (False, None, None)


@pytest.mark.parametrize(
    "choices",
    [None, [], "ja", [1], [choice("")], [{"type": "Note"}], [choice("ja"), choice("ja")],
     [choice(str(number)) for number in range(51)]],
)  # fmt: skip
def test_choices_that_cannot_be_told_apart(choices: object) -> None:
    assert why_not(type="Question", oneOf=choices) == "choices that cannot be told apart"


def test_an_event_of_mobilizon() -> None:
    found = read(
        type="Event",
        attributedTo=f"{THERE}/@groep",
        name="Meetup",
        startTime="2026-12-01T19:00:00",
        endTime="2026-12-01T22:00:00+01:00",
        timezone="Europe/Amsterdam",
        location={
            "type": "Place",
            "name": "Het Raadhuis",
            "address": {
                "type": "PostalAddress", "streetAddress": "Plein 1", "postalCode": "1234 AB",
                "addressLocality": "Waterveen", "addressCountry": None,
            },
            "latitude": 52.1, "longitude": 4,
        },
        joinMode="restricted",
        maximumAttendeeCapacity=40,
        participantCount=3,
        status="ical:cancelled",
        organizers=[NOOR],
    ).event  # fmt: skip
    assert found is not None
    assert found.starts == datetime(2026, 12, 1, 18, tzinfo=UTC)
    assert found.ends == datetime(2026, 12, 1, 21, tzinfo=UTC)
    assert found.timezone == "Europe/Amsterdam"
    assert [one.line for one in found.places] == ["Het Raadhuis, Plein 1, 1234 AB, Waterveen"]
    assert Place("Bos", "Bosweg 1", None, None, None).line == "Bos, Bosweg 1"
    assert Place("Bos", "Bos, Veld 1", None, None, None).line == "Bos, Veld 1"
    assert found.places == (Place("Het Raadhuis", "Plein 1, 1234 AB, Waterveen", 52.1, 4.0, None),)
    assert (found.join_mode, found.status) == (JoinMode.RESTRICTED, Status.CANCELLED)
    assert (found.capacity, found.participants, found.organizers) == (40, 3, (NOOR,))


def test_mobilizon_says_with_a_prefix_that_an_event_is_off() -> None:
    told = {"type": "Event", "startTime": "2026-12-01T19:00:00Z", "status": "CONFIRMED"}
    found = read(**told, **{"ical:status": "CANCELLED"}).event
    assert found is not None
    assert found.status == Status.CANCELLED


def test_an_event_of_gancio_and_others() -> None:
    found = read(
        type="Event",
        startTime="2026-12-01T19:00:00Z",
        endTime="2026-11-01T19:00:00Z",
        timezone="../../etc/passwd",
        location=[
            {"type": "VirtualLocation", "url": "https://vergader.example/1"},
            {
                "type": "Place",
                "name": "Zaal",
                "address": "Dorpsstraat 1, Duinrade",
                "latitude": 900,
            },
            "Thuis",
            {"type": "Place"},
        ],
        joinMode="external",
        externalParticipationUrl="https://kaartjes.example/",
        maximumAttendeeCapacity=0,
        status="x",
    ).event
    assert found is not None
    assert (found.ends, found.timezone, found.capacity) == (None, "", None)
    assert found.places == (
        Place("", "", None, None, "https://vergader.example/1"),
        Place("Zaal", "Dorpsstraat 1, Duinrade", None, None, None),
        Place("Thuis", "", None, None, None),
    )
    assert (found.join_mode, found.join_page) == (JoinMode.EXTERNAL, "https://kaartjes.example/")
    assert found.status is Status.CONFIRMED
    assert read(type="Event").event is None
    assert read(type="Event", startTime="morgen").event is None


@pytest.mark.parametrize("number", [True, "1", None, [], float("inf"), float(10**6)])
def test_no_degrees(number: object) -> None:
    value = Fields({"latitude": number})
    assert value.number("latitude", bound=90) is None


KNOWN = ["id", "type", "attributedTo", "to", "content", "contentMap", "tag", "attachment", "url"]
KNOWN += ["inReplyTo", "published", "name", "oneOf", "startTime", "location", "replies", "quote"]
KINDS = st.sampled_from(["Question", "Event", "Video", "Tombstone", "Note"])


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(KNOWN), JSON), KINDS)
def test_anything_is_a_post_or_unreadable(changes: dict, kind: str) -> None:
    try:
        found = post(document(note(**({"type": kind} | changes))))
    except Unreadable:
        return
    assert found.id.startswith("https://")


def test_an_id_of_its_own() -> None:
    for hostile in (None, 1, "x", "http://ver.example/1", ELSEWHERE):
        assert why_not(id=hostile)
    assert AS in note()["@context"]
