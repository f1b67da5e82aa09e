"""What was hidden is looked for in everything that anybody else gets, and through every door."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from tests.architecture.test_doors import _at, _knock
from tests.architecture.test_doors import things as things  # noqa: PLC0414 -- a fixture
from tests.doors import DOORS
from tests.governance.story import WHY, decided, reported
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding.models import Passage
from vaknet.domain.groups import actions as groups
from vaknet.domain.journal import actions as journal
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.leaving import queries as leaving
from vaknet.interfaces.jobs import followups

SECRET = "Zwijgzame ekster"


@pytest.fixture
def hidden(world: World) -> list[str]:
    """Of each kind one, all in an issue of a public group where that can be; and their pages."""
    group = groups.start_group(world.marit, name="Open", purpose="Samen", readers="public")
    groups.join_group(world.joost, group=group)
    asked = knowledge.ask(world.joost, group=group, title=f"{SECRET} vraag", topics=[SECRET])
    other = knowledge.ask(world.marit, group=group, title="Wie weet het?")
    answer = knowledge.answer(world.joost, question=other, text=f"{SECRET} antwoord")
    knowledge.choose_best(world.marit, answer=answer)
    post = knowledge.start_conversation(world.joost, groups=[group], title=f"{SECRET} bericht")
    talk = knowledge.start_conversation(world.marit, groups=[group], title="Wat vind je?")
    reply = knowledge.reply(world.joost, post=talk, text=f"{SECRET} @noor.janssen")
    journal.start_journal(world.marit, group=group, weekday=5)
    issue = journal.begin_issue(world.marit, group=group)
    journal.publish_issue(world.marit, issue=issue)
    finding.index_everything()
    assert Passage.objects.filter(words__icontains="ekster").count() == 2
    pages = [
        f"/vraag/{asked.pk}/",
        f"/vraag/{other.pk}/",
        f"/gesprek/{post.pk}/",
        f"/gesprek/{talk.pk}/",
        f"/vraag/{asked.pk}/eerder/",
        f"/antwoord/{answer.pk}/eerder/",
        *(f"/g/{group.actor.handle}/{part}" for part in PARTS),
        f"/@{world.joost.handle}/",
    ]
    before = {page: SECRET in told(world, page) for page in pages}
    assert sum(before.values()) > 10, before  # or the tests below prove nothing
    for thing in (asked, answer, post, reply):
        decided(world.moderator, reported(world.samira, thing).case, "hide")
    for pk in Activity.objects.filter(verb="took_away").values_list("pk", flat=True):
        followups.run(pk)
    return pages


PARTS = (
    "",
    "kennisbank/",
    "vragen/",
    "gesprekken/",
    "nr/",
    "nr/1/",
    "nr/1.epub",
    "nr/atom.xml",
    "nr/rss.xml",
    "nr/feed.json",
)


def told(world: World, page: str) -> str:
    """What Noor and a guest get to read there."""
    noor = Client()
    noor.force_login(world.noor.account)
    return "".join(_words(client.get(page).getvalue()) for client in (noor, Client()))


def _words(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def test_no_page_tells_what_was_hidden(world: World, hidden: list[str]) -> None:
    assert [page for page in hidden if SECRET in told(world, page)] == []


def test_no_door_tells_what_was_hidden(
    world: World, hidden: list[str], things: dict[str, dict[str, object]]
) -> None:
    noor = Client()
    noor.force_login(world.noor.account)
    found = {
        name
        for name, door in DOORS.items()
        if not door.post_only
        for answer in [_knock(noor, _at(name, door, things), door)]
        if not answer.streaming and SECRET in _words(answer.content)
    }
    assert found == set()


def test_the_finder_and_archives_of_others_have_forgotten_it(
    world: World, hidden: list[str]
) -> None:
    assert not Passage.objects.filter(words__icontains="ekster").exists()
    for person in (world.noor, world.marit, world.samira):
        rows = [str(row) for part in leaving.everything_of(person) for row in part.rows()]
        assert [row for row in rows if SECRET in row] == []
    mine = [str(row) for part in leaving.everything_of(world.joost) for row in part.rows()]
    assert any(SECRET in row for row in mine)
    assert any(WHY in row for row in mine)
