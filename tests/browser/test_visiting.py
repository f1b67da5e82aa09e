"""Pages of groups between networks, small and wide, in both languages, without a script."""

import pytest

from tests.browser.checks import axe, faults
from tests.browser.conftest import DESK, PHONE
from tests.networks.conftest import connected, partner
from tests.networks.partner import Partner
from tests.visiting.story import closed_group, visited
from tests.visiting.test_visits import GROUP, ROW, SAID, SHOWN, THREAD
from tests.world import World, build
from vaknet.domain.visiting import actions, queries

__all__ = ["connected", "partner"]


@pytest.fixture
def world(transactional_db) -> World:
    return build()


def talking(partner: Partner) -> None:
    """The partner has a group with rules, rows and an answer that helped."""
    rules = {"mark": "m" * 32, "html": "<p>Wees aardig.</p>"}
    partner.answers |= {
        "group/list": lambda _told: {"groups": [SHOWN | {"rules": rules}]},
        "group/read": lambda _told: {"state": "in", "purpose": "Onder ons", "rows": [ROW] * 3},
        "group/thread": lambda _told: (
            {"state": "in", "kind": "question", "title": ROW["title"], **SAID}
            | {"parts": [SAID, SAID | {"best": True}], "next": 2}
        ),
    }


def pages(world: World, partner: Partner) -> list[str]:
    """Of the side that visits and of the side that is visited; the fourth is her group."""
    wout = visited(world, partner)
    waits = closed_group(world.samira, "Nog dicht")
    network = queries.hosts().get()
    mine = actions.ask_to_visit(world.samira, network=network, group="h" * 22, name="Ramen tellen")
    handle, closed = wout.opening.group.actor.handle, waits.actor.handle
    here = f"/partnergroepen/{mine.pk}/"
    return [
        "/g/",
        "/partnergroepen/",
        f"/partnergroepen/bij/{network.pk}/{GROUP}/",
        here,
        f"{here}?deel=vragen",
        f"{here}lees/{THREAD}/",
        f"{here}nieuw/vraag/",
        f"{here}verlaten/",
        f"/g/{handle}/",
        f"/g/{handle}/leden/",
        f"/g/{handle}/bezoekers/",
        f"/g/{closed}/bezoekers/",
        f"/@{wout.actor.address}/",
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_of_groups_between_networks(visit, world, partner, language):
    talking(partner)
    paths = pages(world, partner)
    wrong = {}
    for width in (PHONE, DESK):
        for dark in (False, True):
            more = {"actor": world.samira, "width": width, "dark": dark, "language": language}
            page = visit(paths[0], **more)
            for path in paths:
                page.goto(path)
                if found := faults(page):
                    wrong[path, width, dark] = found
            page.context.close()
    assert wrong == {}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_a_script_and_when_the_partner_is_silent(visit, world, partner, language):
    talking(partner)
    here = pages(world, partner)[3]
    more = {"actor": world.samira, "width": PHONE, "language": language}
    bare = visit(here, javascript=False, **more)
    assert faults(bare, script=False) == []
    bare.get_by_role("link", name=ROW["title"]).first.click()
    assert SAID["author"] in bare.content()
    partner.answers.clear()
    silent = visit(here, **more)
    assert faults(silent) == []
    assert ROW["title"] not in silent.content()
    assert axe(visit(here, dark=True, **more)) == []
