"""An issue taken along from its page: as a book for an e-reader, and as a PDF file."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests import world as worlds
from tests.browser.conftest import DESK
from tests.browser.walk import Walk
from tests.journal.story import HERE, a_week, published
from tests.journal.test_files import chapters
from tests.journal.test_paper import words_of
from tests.kit.test_epub import judged
from vaknet.domain.journal.models import PrintedIssue
from vaknet.interfaces.jobs import printing

HEADLINE = "Hoe breng je een nee?"


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def test_noor_takes_the_issue_along_on_her_e_reader(
    walk: Walk, world: worlds.World, tmp_path: Path
) -> None:
    a_week(world)
    published(world)
    noor = walk.open(f"{HERE}nr/1/", world.noor)
    with noor.expect_download() as coming:
        noor.get_by_role("link", name=walk.say("For an e-reader")).click()
    assert coming.value.suggested_filename == "vergunningen-toezicht-1.epub"
    book = Path(coming.value.path()).read_bytes()
    assert judged(book, tmp_path) == []
    assert HEADLINE in chapters(book)
    assert walk.say("Colophon") in chapters(book)


def test_samira_prints_the_issue(walk: Walk, world: worlds.World) -> None:
    """The worker makes it while she waits: its page says when it is there."""
    a_week(world)
    published(world)
    samira = walk.open(f"{HERE}nr/1/", world.samira)
    walk.follow(samira, "As a PDF")
    walk.press(samira, "Make the PDF")
    walk.reads(samira, "We are making your PDF")
    [waiting] = PrintedIssue.objects.filter(pdf=None)
    printing.make(waiting.pk)
    if not walk.javascript:
        walk.follow(samira, "Look again")
    opened = samira.get_by_role("link", name=walk.say("Open the PDF"))
    expect(opened).to_be_visible()
    walk.look(samira)
    # Asked for as the browser asks: what opens a PDF differs from one browser to the other.
    answer = samira.request.get(opened.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    assert 'filename="vergunningen-toezicht-1.pdf"' in answer.headers["content-disposition"]
    file = PdfReader(io.BytesIO(answer.body()))
    assert file.root_object["/Lang"] == walk.language
    assert HEADLINE in words_of(answer.body())
    assert world.samira.name in words_of(answer.body())

    joost = walk.open(f"{HERE}nr/1/", world.joost, width=DESK)
    walk.follow(joost, "As a PDF")
    walk.reads(joost, "Your PDF is ready")
