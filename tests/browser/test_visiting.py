"""Pages of groups between networks, small and wide, in both languages, without a script."""

import pytest

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.networks.conftest import connected, partner
from tests.visiting.story import closed_group, visited
from tests.visiting.test_visits import GROUP, ROW, SAID, SHOWN, THREAD
from tests.world import World, build
from vaknet.domain.visiting import actions, queries

__all__ = ["connected", "partner"]


@pytest.fixture
def world(transactional_db) -> World:
    return build()


@pytest.mark.parametrize(("width", "language"), [(PHONE, "nl"), (DESK, "en")])
def test_pages_of_groups_between_networks(visit, world, partner, width, language) -> None:
    wout = visited(world, partner)
    waits = closed_group(world.samira, "Nog dicht")
    rules = {"mark": "m" * 32, "html": "<p>Wees aardig.</p>"}
    partner.answers |= {
        "group/list": lambda _told: {"groups": [SHOWN | {"rules": rules}]},
        "group/read": lambda _told: {"state": "in", "purpose": "Onder ons", "rows": [ROW] * 3},
        "group/thread": lambda _told: (
            {"state": "in", "kind": "question", "title": ROW["title"], **SAID}
            | {"parts": [SAID, SAID | {"best": True}], "next": 2}
        ),
    }
    network = queries.hosts().get()
    mine = actions.ask_to_visit(world.samira, network=network, group="h" * 22, name="Ramen tellen")
    handles = [group.actor.handle for group in (wout.opening.group, waits)]
    here = f"/partnergroepen/{mine.pk}/"
    paths = [
        "/g/",
        "/partnergroepen/",
        f"/partnergroepen/bij/{network.pk}/{GROUP}/",
        here,
        f"{here}?deel=vragen",
        f"{here}lees/{THREAD}/",
        f"{here}nieuw/vraag/",
        f"{here}verlaten/",
        f"/g/{handles[0]}/",
        f"/g/{handles[0]}/leden/",
        f"/g/{handles[0]}/bezoekers/",
        f"/g/{handles[1]}/bezoekers/",
        f"/@{wout.actor.address}/",
    ]
    more = {"actor": world.samira, "width": width, "language": language}
    page = visit(paths[0], **more)
    for number, path in enumerate(paths):
        page.goto(path)
        page.screenshot(path=f"var/shots/{language}-{number:02}.png", full_page=True)
        faults = [*axe(page), *overflow(page), *html_faults(page.content()), *small_targets(page)]
        assert faults == [], path
    bare = visit(here, javascript=False, dark=True, **more)
    bare.screenshot(path=f"var/shots/{language}-dark.png", full_page=True)
    partner.answers.clear()
    silent = visit(here, javascript=False, **more)
    silent.screenshot(path=f"var/shots/{language}-silent.png", full_page=True)
    assert axe(silent) == []
