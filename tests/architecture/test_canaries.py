"""What only its owner may read is looked for in everything that anybody else gets.

Every page, searched for the very word; every form that is sent; letters, archives, the log, and
all tables. What is looked for stands in each field that can hold it.
"""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from tests.architecture.test_doors import _at
from tests.architecture.test_doors import things as things  # noqa: PLC0414 -- a fixture
from tests.doors import DOORS
from tests.world import World, member
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.memory import Words
from vaknet.domain.goals import actions as goals
from vaknet.domain.goals.models import Goal
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.leaving import files
from vaknet.domain.people.models import Account
from vaknet.interfaces.jobs import archives

CANARY = "orgelpijpenverzamelaar"
ROLES = ["guest", "marit", "joost", "bram", "blocked", "moderator", "manager"]
type Things = dict[str, dict[str, object]]


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def client_of_role(role: str, world: World) -> Client:
    """Marit is whom it is about, Joost a contact, Bram a stranger; Kees is blocked by Samira."""
    client = Client()
    if role == "blocked":
        kees = member("Kees Vonk", "kees@lindewoude.example")
        connections.part_from(world.samira, other=kees)
        client.force_login(kees.account)
    elif role == "manager":
        yara = member("Yara Bosch", "yara@vaknet.example")
        Account.objects.filter(actor=yara).update(is_staff=True, is_superuser=True)
        client.force_login(Account.objects.get(actor=yara))
    elif role != "guest":
        client.force_login(getattr(world, role).account)
    return client


def _pages(world: World, things: Things) -> dict[str, str]:
    pages = {name: _at(name, door, things) for name, door in DOORS.items() if not door.post_only}
    people = {name: f"/@{getattr(world, name).handle}/" for name in ("samira", "marit", "joost")}
    return pages | people | {"card": f"/@{world.marit.handle}/kaartje/"}


def _said(client: Client, page: str) -> str:
    """All it says, also to who searches it; a picture is no text, and could still hold some."""
    text = client.get(page).content.decode(errors="replace")
    if 'name="q"' in text or page.startswith("/suggesties/"):
        asked = {"q": CANARY[:-1]}  # enough to find it, and not the word that a search repeats
        text += client.get(page, asked).content.decode(errors="replace")
    return text


def _keep_cards(world: World) -> None:
    """About everybody, in each field, due long ago."""
    told = Words(*[f"{CANARY} op een kaartje"] * 4)
    for about in (world.marit, world.joost, world.bram, world.moderator):
        connections.keep_memory(world.samira, about=about, told=told, remind_on=date(2026, 1, 1))


def _set_goal(world: World, *, shown: bool) -> Goal:
    goal = goals.set_goal(world.samira, text=f"Een {CANARY} worden", shown=shown)
    goals.note_for_goal(world.samira, goal=goal, text=f"{CANARY} gesproken")
    goals.hang(world.samira, goal=goal, thing=world.joost)
    return goal


def test_no_page_tells_anybody_else(client_of_role: Client, world: World, things: Things) -> None:
    """Cards, and a goal that is hers alone."""
    _keep_cards(world)
    goal = _set_goal(world, shown=False)
    pages = _pages(world, things) | {"goal": f"/ik/doelen/{goal.pk}/"}
    telling = [name for name, page in pages.items() if CANARY in _said(client_of_role, page)]
    telling += [name for name, page in pages.items() if CANARY in _sent(client_of_role, page)]
    assert telling == []


def _sent(client: Client, page: str) -> str:
    """What comes back when a form is sent there, wherever that leads."""
    return client.post(page, follow=True).getvalue().decode(errors="replace")


@pytest.mark.parametrize(
    ("role", "where"), [("joost", {"profile", "samira"}), ("bram", set()), ("guest", set())]
)
def test_a_goal_shown_to_contacts_is_one_sentence_for_contacts(
    role: str, where: set[str], client_of_role: Client, world: World, things: Things
) -> None:
    _set_goal(world, shown=True)
    told = {page: _said(client_of_role, at) for page, at in _pages(world, things).items()}
    assert {page for page, text in told.items() if CANARY in text} == where
    assert not any(f"{CANARY} gesproken" in text for text in told.values())
    assert not any(CANARY in str(letter.message()) for letter in mail.outbox)


def test_its_owner_does_read_it(world: World) -> None:
    """Or the tests above would prove nothing."""
    _keep_cards(world)
    goal = _set_goal(world, shown=False)
    client = Client()
    client.force_login(world.samira.account)
    card, one = f"/@{world.marit.handle}/kaartje/", f"/ik/doelen/{goal.pk}/"
    for page in (card, "/ik/kaartjes/", "/ik/doelen/", one, f"{one}wijzigen/"):
        assert CANARY in _said(client, page)


@pytest.mark.parametrize("name", ["marit", "joost", "bram", "moderator"])
def test_a_card_is_not_in_the_archive_of_anybody_else(name: str, world: World) -> None:
    _keep_cards(world)
    assert CANARY not in _archive_of(world, name)


def test_it_is_in_the_archive_of_its_owner(world: World) -> None:
    """Or the test above would prove nothing."""
    _keep_cards(world)
    assert CANARY in _archive_of(world, "samira")


def _archive_of(world: World, name: str) -> str:
    asked = leaving.ask_archive(getattr(world, name))
    archives.make(asked.pk)
    with zipfile.ZipFile(Path(files.path(asked.name))) as whole:
        return " ".join(whole.read(one).decode(errors="replace") for one in whole.namelist())


def test_a_card_is_in_no_letter_no_table_and_not_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    _keep_cards(world)
    client = Client()
    client.force_login(world.samira.account)
    for page in ("/", "/ik/kaartjes/", f"/@{world.marit.handle}/kaartje/"):
        client.get(page, {"q": CANARY})
    assert not any(CANARY in str(letter.message()) for letter in mail.outbox)
    assert _tables_with(CANARY) == []
    assert CANARY not in caplog.text


def test_the_search_in_tables_finds_what_is_there(world: World) -> None:
    """Or the test above would prove nothing."""
    goals.set_goal(world.samira, text=f"Een {CANARY} worden")
    assert _tables_with(CANARY) == ["goals_goal"]


def _tables_with(word: str) -> list[str]:
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f"select exists (select from {table} one where one::text like %s)",  # noqa: S608
                [f"%{word}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found
