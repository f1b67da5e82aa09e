"""A picture and a file on a conversation: chosen, refused, described, read and removed."""

import pytest
from playwright.sync_api import Page, expect

from tests import world as worlds
from tests.browser.conftest import DESK
from tests.browser.walk import Walk
from tests.kit.office import pdf
from tests.people.pictures import a_picture

TITLE = "Zo ziet ons nieuwe loket eruit"


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def choose(page: Page, label: str, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label(label).set_input_files(file)


def test_a_picture_and_a_file_on_a_conversation(walk: Walk, world: worlds.World) -> None:
    say, handle = walk.say, world.group.actor.handle
    file, words = say("A picture or a file"), say("What can be seen, in words")
    samira = walk.open(f"/gesprek/nieuw/?groep={handle}", world.samira)
    samira.get_by_label(say("What is it about, in one sentence?")).fill(TITLE)
    samira.get_by_text(say("Add a picture or a file")).click()
    choose(samira, file, "loket.svg", b"<svg onload='alert(1)'/>")
    walk.press(samira, "Post")
    walk.reads(samira, "This kind of file does not fit. Look under the field for what does.")
    expect(samira.get_by_label(say("What is it about, in one sentence?"))).to_have_value(TITLE)
    choose(samira, file, "loket.jpg", a_picture(size=(900, 500)))
    samira.get_by_label(words).fill("Een loket met twee stoelen")
    walk.press(samira, "Post")
    picture = samira.get_by_role("img", name="Een loket met twee stoelen")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("one => one.naturalWidth") > 0

    walk.follow(samira, "Pictures and files")
    choose(samira, file, "plan.pdf", pdf())
    walk.press(samira, "Attach")
    walk.reads(samira, "It is attached.")

    joost = walk.open(f"/g/{handle}/gesprekken/", world.joost, width=DESK)
    walk.follow(joost, TITLE)
    with joost.expect_download() as fetched:
        joost.get_by_role("link", name="plan.pdf").click()
    assert fetched.value.suggested_filename == "plan.pdf"

    samira.get_by_role("button", name=f"{say('Remove')} plan.pdf").click()
    walk.reads(samira, "It is gone.")
    assert walk.wrong == []
