"""An issue as a PDF file: made by the worker, exactly as she who asks may see it."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from tests.journal.story import HERE, a_week, published, signed_in
from tests.world import World
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import actions
from vaknet.domain.journal.models import Issue, PrintedIssue
from vaknet.domain.people import actions as people
from vaknet.interfaces.jobs import clock, printing
from vaknet.interfaces.web import issue_files
from vaknet.kit.pdf import Unprintable

PAPER, FILE = f"{HERE}nr/1/pdf/", f"{HERE}nr/1.pdf"


@pytest.fixture
def out(world: World) -> Issue:
    a_week(world)
    return published(world)


def made(client: Client) -> bytes:
    """Asked for, made, and fetched."""
    assert client.post(PAPER).headers["Location"] == PAPER
    for waiting in PrintedIssue.objects.filter(pdf=None, failed_at=None):
        printing.make(waiting.pk)
    answer = client.get(FILE)
    assert answer.headers["Content-Type"] == "application/pdf"
    return answer.content


def words_of(pdf: bytes) -> str:
    """In one line, whatever the columns: how wide these are, and so which word is cut at the end of
    a line, depends on how long the day is in words."""
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(read.split()).replace("\N{HYPHEN} ", "")


def test_it_is_asked_for_waited_for_and_opened(world: World, out: Issue) -> None:
    client = signed_in(world.noor)
    assert PAPER in client.get(f"{HERE}nr/1/").text
    assert "Maak de pdf" in client.get(PAPER).text
    assert client.get(FILE).headers["Location"] == PAPER
    client.post(PAPER)
    assert "We maken je pdf" in client.get(PAPER).text
    assert "<html" not in client.get(PAPER, headers={"hx-request": "true"}).text
    assert made(client).startswith(b"%PDF-")
    assert "Je pdf is klaar" in client.get(PAPER).text
    assert PrintedIssue.objects.count() == 1


def test_a_screen_reader_can_follow_it(world: World, out: Issue) -> None:
    content = made(signed_in(world.noor))
    file = PdfReader(io.BytesIO(content))
    assert file.root_object["/MarkInfo"]["/Marked"]
    assert file.root_object["/Lang"] == "nl"
    assert "Wie scant zelf" in words_of(content)
    assert "Wie scant zelf?" in str(file.outline)
    assert "Vraag van de week" in str(file.outline)


def test_who_sees_the_same_gets_the_same_file_and_nobody_another(world: World, out: Issue) -> None:
    made(signed_in(world.noor))
    people.block(world.samira, other=world.bram)
    bram = signed_in(world.bram)
    assert bram.get(FILE).status_code == 302  # what he may see is not made yet
    assert signed_in(world.fatma).get(FILE).status_code == 200
    assert world.samira.name not in words_of(made(bram))
    assert PrintedIssue.objects.count() == 2


def test_guests_get_a_public_issue_without_names(world: World, out: Issue) -> None:
    Group.objects.filter(pk=world.group.pk).update(readers="public")
    told = words_of(made(Client()))
    assert "Wie scant zelf" in told
    for person in (world.samira, world.joost, world.noor, world.marit):
        assert person.name not in told


def test_asking_twice_is_asking_once(world: World, out: Issue) -> None:
    for _twice in range(2):
        signed_in(world.noor).post(PAPER)
    assert PrintedIssue.objects.count() == 1


def test_what_could_not_be_made_is_said_and_tried_again(
    world: World, out: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(world.noor)
    client.post(PAPER)
    PrintedIssue.objects.update(html="<html><body>geen titel</body></html>")
    waiting = PrintedIssue.objects.get()
    with pytest.raises(Unprintable):
        printing.make(waiting.pk)
    assert "De pdf kon niet gemaakt worden" in client.get(PAPER).text
    printing.make(waiting.pk)  # a second worker finds nothing to do
    client.post(PAPER)
    assert PrintedIssue.objects.get().failed_at is None


def test_without_the_libraries_it_is_not_offered(
    world: World, out: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issue_files, "missing_libraries", lambda: ("Pango",))
    client = signed_in(world.noor)
    assert "Dit netwerk maakt geen pdf" in client.get(PAPER).text
    client.post(PAPER)
    assert not PrintedIssue.objects.exists()


def test_after_a_day_it_is_thrown_away(world: World, out: Issue) -> None:
    signed_in(world.noor).post(PAPER)
    clock.forget_prints(0)
    assert PrintedIssue.objects.exists()
    PrintedIssue.objects.update(asked_at=timezone.now() - timedelta(days=1, minutes=1))
    clock.forget_prints(0)
    assert not PrintedIssue.objects.exists()


@pytest.mark.parametrize("path", [PAPER, FILE])
def test_of_a_closed_group_others_get_nothing(world: World, out: Issue, path: str) -> None:
    made(signed_in(world.noor))
    Group.objects.filter(pk=world.group.pk).update(readers="group", admission="request")
    nowhere = path.replace(HERE, "/g/bestaat-niet/")
    for client in (signed_in(world.bram), Client()):
        assert client.get(path).status_code == client.get(nowhere).status_code != 200
        assert client.post(PAPER).status_code in {302, 404}
    assert PrintedIssue.objects.count() == 1


def test_a_draft_is_not_printed(world: World, out: Issue) -> None:
    actions.begin_issue(world.joost, group=world.group)
    assert signed_in(world.joost).get(f"{HERE}nr/2/pdf/").status_code == 404
    assert signed_in(world.joost).post(f"{HERE}nr/2/pdf/").status_code == 404
