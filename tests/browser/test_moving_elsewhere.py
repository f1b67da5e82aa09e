"""Moving who follows her to another network, in a browser with script and without."""

import pytest
from django.test import override_settings
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.federation.elsewhere import Elsewhere, Someone
from tests.federation.going_out import id_of
from tests.federation.story import follows, known_elsewhere, moved_away, somebody_elsewhere
from tests.world import World
from vaknet.domain.activity.models import Actor

HERE = "/ik/instellingen/andere-netwerken/verhuizen/"


@pytest.fixture
def fatma(world: World, settings) -> Actor:
    settings.FEDERATION, settings.BASE_URL = True, "https://vaknet.example"
    return known_elsewhere(world.fatma)


def herself(there: Elsewhere) -> Someone:
    return there.someone("fatma")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_she_looks_sees_who_it_is_and_moves(visit, fatma, there, script):
    page = visit(HERE, actor=fatma, language="en", javascript=script)
    expect(page.get_by_text("Nobody on another network follows you.")).to_be_visible()
    follows(somebody_elsewhere(), fatma)
    one = herself(there)
    page.reload()
    where = page.get_by_label("Who are you there?")
    where.fill(one.id)
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("link", name="does not say yet that it is you")).to_be_visible()
    expect(where).to_have_value(one.id)
    one.told["alsoKnownAs"] = [id_of(fatma)]
    there.again(one)
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_text("This one says that it is you.")).to_be_visible()
    page.get_by_role("button", name="Move who follows me").click()
    expect(page.get_by_text("Who follows you is told now.")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Others are not told any more where you went.")).to_be_visible()
    expect(page.get_by_text("You moved your followers lately.")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_state_fits_and_is_accessible(visit, fatma, width, dark, language):
    def look(name: str) -> None:
        page = visit(HERE, actor=fatma, language=language, width=width, dark=dark)
        assert axe(page) == []
        assert overflow(page) == []
        assert small_targets(page) == []
        assert html_faults(page.content()) == []

    look("nobody")
    follows(somebody_elsewhere(), fatma)
    look("one")
    moved_away(fatma)
    look("moved")
    with override_settings(FEDERATION=False):
        look("off")
