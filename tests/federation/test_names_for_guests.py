"""Guests read no more and no less than other networks: the same words, in the same name."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.federation.going_out import asked, conversation, joined, page_of
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import Federating
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.people import actions as people


def guests_see(path: str) -> str:
    content: bytes = Client().get(path).content
    return content.decode()


@pytest.fixture
def pages(world: World, fatma: Actor, open_group: Group) -> list[str]:
    """Fatma, who agreed, and Noor, who did not, both ask and answer, post and reply."""
    joined(fatma, open_group)
    people.add_role(fatma, kind="work", title="toezichthouder", organisation="gemeente Stadsbos")
    found = []
    for one, other in ((fatma, world.noor), (world.noor, fatma)):
        question = asked(one, open_group, title=f"Vraag {one.pk}")
        knowledge.answer(other, question=question, text="Een antwoord.")
        post = conversation(one, open_group, title=f"Gesprek {one.pk}")
        knowledge.reply(other, post=post, text="Een reactie.")
        found += [page_of(question), page_of(post)]
    return found


def test_guests_see_the_name_of_who_agreed_and_no_other(
    pages: list[str], world: World, fatma: Actor
) -> None:
    for page in pages:
        html = guests_see(page)
        assert html.count('href="/@fatma.yildiz/"') == 1, page
        assert "Stadsbos" not in html  # her work she shows to members
        assert world.noor.name not in html
        assert world.noor.handle not in html


def test_nobody_is_named_where_the_network_is_not_connected(pages: list[str], settings) -> None:
    settings.FEDERATION = False
    for page in pages:
        assert "fatma" not in guests_see(page)


def test_who_agreed_to_the_words_of_before_is_not_named(pages: list[str]) -> None:
    Federating.objects.update(text="2026-11")
    for page in pages:
        assert "fatma" not in guests_see(page)


def test_lists_and_groups_name_nobody(pages: list[str], open_group: Group) -> None:
    for part in ("", "vragen/", "gesprekken/"):
        assert "fatma" not in guests_see(f"/g/{open_group.actor.handle}/{part}").lower()


@pytest.mark.parametrize("count", [1, 3])
def test_naming_takes_no_statement_more(
    world: World, fatma: Actor, open_group: Group, settings, count: int
) -> None:
    joined(fatma, open_group)
    question = asked(fatma, open_group)
    for n in range(count):
        knowledge.answer(fatma, question=question, text=f"Antwoord {n}")
    numbers = []
    for is_on in (True, False):
        settings.FEDERATION = is_on
        guests_see(page_of(question))
        with CaptureQueriesContext(connection) as found:
            guests_see(page_of(question))
        numbers.append(len(found))
    assert numbers[0] == numbers[1]
