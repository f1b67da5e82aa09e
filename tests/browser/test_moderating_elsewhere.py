"""Pages of new keys and of moderators on other networks, on a telephone and a screen."""

import pytest

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.federation.story import follows, public_group, somebody_elsewhere
from tests.world import World
from vaknet.domain.activity.links import action_token
from vaknet.domain.federation import actions
from vaknet.domain.federation.rules import MODERATE_ELSEWHERE
from vaknet.interfaces.federation import who

KEYS = "/beheer/netwerken/sleutels/"


@pytest.fixture(autouse=True)
def _connected(settings) -> None:
    settings.FEDERATION, settings.BASE_URL = True, "https://vaknet.example"


def test_the_pages_are_open_to_everybody(visit, world: World) -> None:
    group = public_group(world.noor)
    who.identity(group.actor)
    who.network()
    wout = somebody_elsewhere()
    follows(wout, group.actor)
    row = actions.ask_moderator(world.noor, group=group, uri=wout.uri)
    mine = f"/g/{group.actor.handle}/instellingen/andere-netwerken/moderatoren/"
    hers = f"/modereren/{action_token(wout.actor, MODERATE_ELSEWHERE, row.pk)}/"
    pages = [(mine, world.noor), (hers, None), (KEYS, world.moderator)]
    faults = _faults(visit, pages)
    actions.begin_moderating(wout.actor, pk=row.pk)
    faults |= _faults(visit, [(mine, world.noor), (hers, None)])
    actions.stop_moderating(wout.actor, pk=row.pk)
    assert faults | _faults(visit, [(hers, None)]) == {}


def _faults(visit, pages) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for path, actor in pages:
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=actor, width=width, dark=dark, language=language)
            found[path, width] = axe(page) + overflow(page) + html_faults(page.content())
        page = visit(path, actor=actor, width=320)
        found[path, 320] = overflow(page) + small_targets(page)
    return {case: faults for case, faults in found.items() if faults}
