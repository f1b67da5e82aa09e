"""FEDERATION.md says what the code does: its addresses, and what stands in an actor."""

import re

from django.test import Client

from tests.architecture.source import ROOT
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions
from vaknet.engine.activitypub.own_actors import COLLECTIONS
from vaknet.interfaces.federation.handling import HANDLERS
from vaknet.interfaces.federation.proving import _SAID
from vaknet.interfaces.federation.urls import urlpatterns

TEXT = (ROOT / "FEDERATION.md").read_text(encoding="utf-8")
IDENTITY = TEXT.partition("## Identity")[2].partition("\n## ")[0]


def first_column(heading: str) -> list[str]:
    part = IDENTITY.partition(f"### {heading}\n")[2].partition("\n### ")[0]
    rows = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [row.split(" | ")[0].removeprefix("| ") for row in rows]


def names(heading: str) -> set[str]:
    return {name for cell in first_column(heading) for name in re.findall(r"`([^`]+)`", cell)}


def test_every_address_stands_in_it_and_no_other() -> None:
    routes = {
        re.sub(r"\(\?P(<\w+>)[^)]*\)|<\w+:(\w+)>", lambda m: m[1] or f"<{m[2]}>", str(one.pattern))
        for one in urlpatterns
    }
    assert names("Addresses") == {"/" + route.strip("^$") for route in routes}
    [which] = [line for line in IDENTITY.splitlines() if line.startswith("| `/ap/<token>/<which>`")]
    assert re.findall(r"`(\w+)`", which) == list(COLLECTIONS)


def test_all_that_stands_in_an_actor_stands_in_it(fatma: Actor) -> None:
    actions.say_also_known(fatma, uri="https://elders.example/fatma")
    told = Client().get(f"/ap/{fatma.federated_id.token}").json()
    assert names("What stands in an actor") == set(told)


def test_every_proposal_that_is_named_stands_in_the_table() -> None:
    table = TEXT.partition("## FEPs\n")[2].partition("\n## ")[0]
    assert (
        set(re.findall(r"FEP-([0-9a-f]{4})", IDENTITY)) - set(re.findall(r"\[(\w{4})\]", table))
        == set()
    )


def test_all_that_is_done_with_what_comes_in_stands_in_it() -> None:
    part = TEXT.partition("### What we do with it\n")[2].partition("\n\n")[0]
    rows = [line.split(" | ")[0] for line in part.splitlines()[2:]]
    assert {name for row in rows for name in re.findall(r"`([^`]+)`", row)} == set(HANDLERS)


def test_all_that_an_inbox_says_stands_in_it() -> None:
    part = TEXT.partition("### What an inbox says\n")[2].partition("\n\n")[0]
    rows = [line.split(" | ")[0] for line in part.splitlines()[2:]]
    assert {int(one) for row in rows for one in re.findall(r"\d+", row)} == {202, *_SAID}
