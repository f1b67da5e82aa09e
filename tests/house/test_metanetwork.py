"""Three linked networks, each served by itself, and a newcomer who meets somebody of
another one. In the middle that one is killed.
"""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.house.conftest import PATIENCE, VAKNET, House, eventually
from tests.house.several import kill, ready
from tests.ports import free_port
from vaknet.interfaces.commands.demo_metanetwork import Linked
from vaknet.interfaces.reaching.waiting import REST

QUESTION = "Wie heeft bouwdossiers gescand?"
WHY = "Wij gaan ons archief scannen. Kunnen we een half uur bellen?"
pytestmark = pytest.mark.browser


@pytest.fixture
def networks(empty_house: House, prepared: Path) -> dict[str, Linked]:
    port = free_port()
    folder = empty_house.data / "metanetwork"
    made = {one.key: one for one in ready(folder, prepared, port=port, number=3)}
    process = empty_house.begin("demo-metanetwork", "--port", str(port))
    told = Path(empty_house.data.parent / "told")
    told.touch()
    assert process.stdout is not None
    for line in process.stdout:
        with told.open("a") as file:
            file.write(line)
        if "Ctrl-C stops all three" in line:
            break
    assert process.poll() is None, told.read_text()
    return made


@pytest.fixture
def signed_in(browser: Browser) -> Iterator[Callable[[Linked, str], Page]]:
    contexts: list[BrowserContext] = []

    def sign_in(one: Linked, handle: str) -> Page:
        contexts.append(browser.new_context(locale="nl-NL"))
        contexts[-1].set_default_timeout(PATIENCE * 1_000)
        return _signed_in(contexts[-1].new_page(), one, handle)

    yield sign_in
    for context in contexts:
        context.close()


def test_a_newcomer_meets_somebody_of_another_network(
    networks: dict[str, Linked], signed_in: Callable[[Linked, str], Page]
) -> None:
    oost, archief = networks["oost"], networks["archief"]
    samira = signed_in(oost, "samira.elidrissi")
    page = _asks_partners(samira, oost)
    if "Ada de Boer" not in page:  # on a busy machine it took too long, and has a rest now
        sleep(REST)
        page = _asks_partners(samira, oost)
    assert "Ada de Boer" in page
    assert "Zegt dit te weten: ‘Bouwdossiers scannen in een klein archief’." in page
    assert "Lotte van Dam" not in page  # did not agree
    samira.locator("li", has_text="Ada de Boer").get_by_role("button").click()
    assert "Dit gaat mee" in samira.inner_text("main")

    kill(archief)
    samira.fill("textarea", WHY)
    samira.check("text=Mijn mailadres gaat mee")
    samira.click("button[value=send]")
    assert "Ada de Boer" in samira.inner_text("main")
    address = samira.url
    eventually(archief.answers)

    ada = signed_in(archief, "ada.deboer")

    def has_come() -> bool:
        ada.goto(f"{archief.address}/ik/introducties/")
        return "Samira El Idrissi van Vaknet Oost" in ada.inner_text("main")

    eventually(has_come)
    ada.click("text=Samira El Idrissi van Vaknet Oost wil met je kennismaken.")
    assert WHY in ada.inner_text("main")
    assert "samira@waterveen.example" not in ada.inner_text("main")
    ada.fill("textarea", "Graag, bel maar.")
    ada.click("button[value=yes]")
    assert "samira@waterveen.example" in ada.inner_text("main")

    def knows_her() -> bool:
        samira.goto(address)
        return "ada@westerdam.example" in samira.inner_text("main")

    eventually(knows_her)
    assert "Graag, bel maar." in samira.inner_text("main")
    assert "Jij en Ada de Boer kennen elkaar nu" in samira.inner_text("main")


def _asks_partners(page: Page, here: Linked) -> str:
    page.goto(f"{here.address}/vraag/?q={QUESTION}")
    assert "Archiefnet, Jeugdnet" in page.inner_text("main")
    page.click("text=Vraag het ook partnernetwerken")
    return page.inner_text("main")


def _signed_in(page: Page, one: Linked, handle: str) -> Page:
    done = subprocess.run(
        [VAKNET, "login-link", handle],
        env=one.environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = re.search(r"http://\S+", done.stdout)
    assert found is not None, done.stdout
    page.goto(found[0])
    page.locator("main form button").first.click()
    return page
