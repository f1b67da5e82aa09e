"""FEDERATION.md says what the code does: its addresses, and what stands in an actor."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.architecture.source import ROOT
from tests.federation.story import moved_away
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.groups.models import Group
from vaknet.engine.activitypub import PostKind, own_posts
from vaknet.engine.activitypub.own_actors import COLLECTIONS
from vaknet.engine.activitypub.own_posts import (
    OtherWords,
    OwnEvent,
    OwnFile,
    OwnPicture,
    OwnPoll,
    OwnThing,
)
from vaknet.engine.activitypub.places import Status
from vaknet.interfaces.federation.circulating import KNOW_GROUPS
from vaknet.interfaces.federation.handling import HANDLERS
from vaknet.interfaces.federation.proving import _SAID
from vaknet.interfaces.federation.things import AT, known_page
from vaknet.interfaces.federation.urls import urlpatterns

TEXT = (ROOT / "FEDERATION.md").read_text(encoding="utf-8")
THINGS = TEXT.partition("## Things")[2].partition("\n## ")[0]
IDENTITY = TEXT.partition("## Identity")[2].partition("\n## ")[0]


def first_column(heading: str, chapter: str = IDENTITY) -> list[str]:
    part = chapter.partition(f"### {heading}\n")[2].partition("\n### ")[0]
    rows = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [row.split(" | ")[0].removeprefix("| ") for row in rows]


def names(heading: str, chapter: str = IDENTITY) -> set[str]:
    return {
        name for cell in first_column(heading, chapter) for name in re.findall(r"`([^`]+)`", cell)
    }


def test_every_address_stands_in_it_and_no_other() -> None:
    routes = {
        re.sub(r"\(\?P(<\w+>)[^)]*\)|<\w+:(\w+)>", lambda m: m[1] or f"<{m[2]}>", str(one.pattern))
        for one in urlpatterns
    }
    assert names("Addresses") == {"/" + route.strip("^$") for route in routes}
    [which] = [line for line in IDENTITY.splitlines() if line.startswith("| `/ap/<token>/<which>`")]
    assert re.findall(r"`(\w+)`", which) == list(COLLECTIONS)


def test_all_that_stands_in_an_actor_stands_in_it(fatma: Actor, open_group: Group) -> None:
    actions.say_also_known(fatma, uri="https://elders.example/fatma")
    moved_away(fatma)
    actions.prepare(actor=open_group.actor)
    tokens = (fatma.federated_id.token, queries.token_of(open_group.actor))
    told = [Client().get(f"/ap/{token}").json() for token in tokens]
    assert names("What stands in an actor") == set(told[0]) | set(told[1])


def test_every_proposal_that_is_named_stands_in_the_table() -> None:
    table = TEXT.partition("## FEPs\n")[2].partition("\n## ")[0]
    assert (
        set(re.findall(r"FEP-([0-9a-f]{4})", IDENTITY)) - set(re.findall(r"\[(\w{4})\]", table))
        == set()
    )


def test_all_that_stands_in_a_thing_stands_in_it() -> None:
    at = datetime(2026, 11, 30, 9, tzinfo=UTC)
    picture = OwnPicture("https://vaknet.example/b.webp", "image/webp", "Een boom")
    poll = OwnPoll([("Ja", 6)], several=False, ends=at, closed=at, voters=6)
    polls = replace(poll, several=True)
    event = OwnEvent(at, at, "UTC", "De Sluis", "Dorpsstraat 1", True, Status.CONFIRMED)
    more: list[dict[str, Any]] = [
        {"poll": poll},
        {"poll": polls},
        {"event": event},
        {"event": replace(event, takes_joins=True)},
        {"kind": PostKind.ARTICLE},
        {"ends": at},
    ]
    usual: dict[str, Any] = {
        "kind": PostKind.PAGE,
        "name": "Naam",
        "content": "<p>Zo.</p>",
        "published": at,
        "updated": at,
        "in_reply_to": "https://vaknet.example/ap/things/a",
        "summary": "Kort",
        "topics": ["hout"],
        "picture": picture,
        "attached": [OwnFile("https://vaknet.example/b.pdf", "application/pdf", "Plan.pdf")],
        "language": "nl",
        "other": OtherWords("nl", "en", "Name", "Short", "<p>So.</p>"),
    }
    usual |= dict.fromkeys(("id", "page", "owner", "group", "thread"), "https://vaknet.example/x")
    told = {name for one in more for name in own_posts.document(OwnThing(**usual | one))}
    assert names("What stands in a thing", THINGS) == told


def test_all_pages_with_a_thing_stand_in_it() -> None:
    [line] = [line for line in IDENTITY.splitlines() if line.startswith("`/@handle/` and")]
    assert set(re.findall(r"`/(\w+)/`", line)) - {"g"} == set(AT)
    reversed_pages = {
        reverse(name, args=[7])
        for name in ("question", "conversation", "article", "poll", "event", "opportunity")
    }
    assert {page for page in reversed_pages if known_page(page)} == reversed_pages
    assert {page.split("/")[1] for page in reversed_pages} == set(AT)


def test_servers_that_know_groups_stand_in_it() -> None:
    [line] = [line for line in THINGS.splitlines() if line.startswith("Servers that know groups")]
    listed = line.partition("NodeInfo: ")[2].partition(".")[0]
    assert set(listed.split(", ")) == KNOW_GROUPS


def test_all_that_is_done_with_what_comes_in_stands_in_it() -> None:
    part = TEXT.partition("### What we do with it\n")[2].partition("\n\n")[0]
    rows = [line.split(" | ")[0] for line in part.splitlines()[2:]]
    assert {name for row in rows for name in re.findall(r"`([^`]+)`", row)} == set(HANDLERS)


def test_all_that_an_inbox_says_stands_in_it() -> None:
    part = TEXT.partition("### What an inbox says\n")[2].partition("\n\n")[0]
    rows = [line.split(" | ")[0] for line in part.splitlines()[2:]]
    assert {int(one) for row in rows for one in re.findall(r"\d+", row)} == {202, *_SAID}
