"""The parsing cases of funfedi: what others send, as our inbox and our pages read it.

Nothing of them is in this repository: `bin/cases` fetches them, and has them told.
"""

import json
import os
from collections import Counter
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architecture.source import ROOT
from tests.engine.activitypub.making import NOOR, NOW, OURS, PUBLIC, outgoing, received, rsa_key
from vaknet.engine.activitypub import Post, PostKind, Unreadable, Verb, claim, performed
from vaknet.engine.activitypub.activities import Activity, read_activity
from vaknet.engine.activitypub.cavage import signed
from vaknet.engine.activitypub.polls import MOST_OPTIONS
from vaknet.engine.activitypub.posts import Mention, read_post
from vaknet.engine.activitypub.trust import Source, source_of
from vaknet.kit.foreign_html import clean

HERE = Path(os.environ.get("VAKNET_TEST_CASES") or ROOT / "var" / "cases") / "cases.jsonl"
if not HERE.is_file():
    pytest.skip(
        "There are no parsing cases of funfedi here: run bin/cases.", allow_module_level=True
    )
WITHOUT_ACTOR = "without an actor"
WITHOUT_KIND = "without a kind"
WITHOUT_CHOICES = "a poll without choices"
TOO_MANY_CHOICES = "a poll of more choices than we show"
# What our code says of each.
REASONS = {
    WITHOUT_ACTOR: "not one actor",
    WITHOUT_KIND: "no kind of",
    WITHOUT_CHOICES: "choices that cannot be told apart",
    TOO_MANY_CHOICES: "choices that cannot be told apart",
}


class Status(StrEnum):
    """What the cases say of themselves."""

    RECOMMENDED = "recommended"
    UNKNOWN = "unknown"
    MAY_FAIL = "may_fail"
    SHOULD_FAIL = "should_fail"


class Case(NamedTuple):
    name: str
    status: Status
    activity: dict


def _told() -> list[Case]:
    lines = [json.loads(line) for line in HERE.read_text(encoding="utf-8").splitlines()]
    return [
        Case(f"{one['suite']}: {one['case']}", Status(one["status"]), one["activity"])
        for one in lines
    ]


CASES = _told()


def said_in(activity: dict) -> dict:
    """The thing itself: of what is passed on, that inside what is passed on."""
    [inside] = activity["object"] if isinstance(activity["object"], list) else [activity["object"]]
    return said_in(inside) if "object" in inside else inside


def wanting(case: Case) -> str | None:
    """Why it is to be refused, by what is in it; None for what is to be read."""
    thing = said_in(case.activity)
    choices = thing.get("oneOf") or thing.get("anyOf") or []
    if not case.activity.get("actor"):
        return WITHOUT_ACTOR
    if not case.activity.get("type") or not thing.get("type"):
        return WITHOUT_KIND
    if thing["type"] == "Question" and not choices:
        return WITHOUT_CHOICES
    return TOO_MANY_CHOICES if len(choices) > MOST_OPTIONS else None


def arrived(activity: dict) -> Activity:
    """As it comes into our inbox: signed, and done by who signed it."""
    message, key = outgoing(activity), rsa_key()
    signed_one = received(message, signed(message, key, now=NOW))
    proven = claim(signed_one, now=NOW).proved_by(key.public(NOOR))
    return performed(proven, ours=OURS)


def read(activity: Activity) -> Post:
    """What it is about, believed by the rules of origins."""
    assert source_of(activity.part.id, vouched_by=activity.actor, ours=OURS) is Source.HERE
    assert activity.part.fields is not None
    if activity.verb is Verb.ANNOUNCE:
        return read(read_activity(activity.part.fields))
    found = read_post(activity.part.fields, otherwise=activity.actor)
    assert isinstance(found, Post)
    return found


def _ids(given: object) -> tuple[str, ...]:
    """What stands in `to` or `cc`, a text or a list or nothing."""
    return tuple(given) if isinstance(given, list) else (given,) if isinstance(given, str) else ()


def _moment(given: object) -> datetime | None:
    if isinstance(given, list):
        [given] = given
    if not isinstance(given, str):
        return None
    found = datetime.fromisoformat(given.removesuffix("Z"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _of(name: str) -> list[Case]:
    return [case for case in CASES if wanting(case) is None and name in (said_in(case.activity))]


def _named(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case.name for case in cases])


@_named([case for case in CASES if wanting(case)])
def test_it_is_refused_for_what_it_lacks(case: Case) -> None:
    with pytest.raises(Unreadable) as caught:
        read(arrived(case.activity))
    assert caught.value.reason.startswith(REASONS[wanting(case) or ""])


@_named([case for case in CASES if wanting(case) is None])
def test_it_is_read_as_it_was_meant(case: Case) -> None:
    """Whose it is, of what kind, its words cleaned for our pages, its name, when, and for whom."""
    given, thing = case.activity, said_in(case.activity)
    activity = arrived(given)
    assert [activity.verb] == [given["type"]] or [activity.verb] == given["type"]
    assert (activity.actor, activity.id) == (NOOR, given.get("id"))
    assert (activity.to, activity.cc) == (_ids(given.get("to")), _ids(given.get("cc")))
    assert activity.published == _moment(given.get("published"))
    found = read(activity)
    assert (found.id, found.kind, found.authors) == (thing["id"], thing["type"], (NOOR,))
    assert (found.to, found.cc) == (_ids(thing["to"]), _ids(thing.get("cc")))
    assert found.is_public == (PUBLIC in thing["to"])
    assert found.published == _moment(thing.get("published"))
    assert found.updated == _moment(thing.get("updated"))
    assert clean(found.content.text) == thing.get("content", "")
    assert (found.name, found.summary.text) == (thing.get("name", ""), thing.get("summary", ""))
    assert (found.language, found.content.language) == ("", "")


@_named(_of("tag"))
def test_who_and_what_is_named_in_it(case: Case) -> None:
    """Somebody is named by an id, and an id is https."""
    tags, found = said_in(case.activity)["tag"], read(arrived(case.activity))
    people = [one for one in tags if one["type"] == "Mention" and one["href"].startswith("https:")]
    assert found.mentions == tuple(Mention(one["href"], one.get("name", "")) for one in people)
    subjects = [one["name"].removeprefix("#") for one in tags if one["type"] == "Hashtag"]
    assert found.hashtags == tuple(subjects)


@_named(_of("oneOf") + _of("anyOf"))
def test_what_one_can_choose(case: Case) -> None:
    thing, found = said_in(case.activity), read(arrived(case.activity)).poll
    assert found is not None
    choices = thing.get("oneOf") or thing["anyOf"]
    shown = [(one["name"], one["replies"]["totalItems"]) for one in choices]
    assert [(one.said, one.votes) for one in found.options] == shown
    assert [one.name for one in found.options] == [one["name"] for one in choices]
    assert found.several == ("anyOf" in thing)
    assert found.ends == _moment(thing.get("endTime"))


@_named([case for case in CASES if said_in(case.activity).get("type") == PostKind.EVENT])
def test_when_and_where_it_is(case: Case) -> None:
    """Without a beginning it is a text like another. Where one joins from afar is a link."""
    thing, found = said_in(case.activity), read(arrived(case.activity)).event
    if "startTime" not in thing:
        assert found is None
        return
    assert found is not None
    assert (found.starts, found.ends) == (
        _moment(thing["startTime"]),
        _moment(thing.get("endTime")),
    )
    places = [thing["location"]["url"]] if "location" in thing else []
    assert [(place.page, place.name, place.address) for place in found.places] == [
        (url, "", "") for url in places
    ]


def test_all_are_tried_and_each_for_one_reason() -> None:
    """Of 79 those are refused that lack what nobody can guess, and none that ought to be read."""
    refused = Counter(wanting(case) for case in CASES)
    read_ones = refused.pop(None)
    assert refused == {
        WITHOUT_ACTOR: 2,
        WITHOUT_KIND: 5,
        WITHOUT_CHOICES: 1,
        TOO_MANY_CHOICES: 1,
    }
    assert len({case.name for case in CASES}) == len(CASES) == read_ones + refused.total() == 79


def test_whatever_they_recommend_is_read() -> None:
    recommended = [case for case in CASES if case.status is Status.RECOMMENDED]
    assert recommended
    assert [case.name for case in recommended if wanting(case)] == []


def test_what_they_want_refused_is_refused() -> None:
    assert [
        case.name for case in CASES if case.status is Status.SHOULD_FAIL and not wanting(case)
    ] == []
