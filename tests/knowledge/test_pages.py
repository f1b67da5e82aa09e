"""A group's questions, page by page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import member
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.models import Question

FULL = 20


@pytest.fixture
def noor(db: None) -> Actor:
    return member("Noor Janssen", "noor@bond.example")


@pytest.fixture
def group(noor: Actor) -> Group:
    made = groups.start_group(noor, name="Vergunningen", purpose="Bouwen", readers="public")
    now = timezone.now()
    Question.objects.bulk_create(
        Question(
            group=made,
            author=noor,
            title=f"Vraag nummer {number:02}?",
            asked_at=now - timedelta(hours=number),
        )
        for number in range(FULL + 3)
    )
    return made


def titles(html: str) -> list[int]:
    return [number for number in range(FULL + 3) if f"Vraag nummer {number:02}?" in html]


@pytest.fixture(params=["guest", "member"])
def visitor(request: pytest.FixtureRequest, noor: Actor) -> Client:
    client = Client()
    if request.param == "member":
        client.force_login(noor.account)
    return client


def test_older_questions_are_on_the_next_page(visitor: Client, group: Group) -> None:
    first = visitor.get(f"/g/{group.actor.handle}/").text
    assert titles(first) == list(range(FULL))
    assert "?page=2" in first
    second = visitor.get(f"/g/{group.actor.handle}/?page=2").text
    assert titles(second) == [20, 21, 22]
    assert "?page=1" in second
    assert "?page=3" not in second


@pytest.mark.parametrize("number", ["0", "-1", "two", "99", "9" * 5000, "²", ""])
def test_a_page_that_is_not_there_is_the_first(visitor: Client, group: Group, number: str) -> None:
    page = visitor.get(f"/g/{group.actor.handle}/", {"page": number})
    assert page.status_code == 200
    assert titles(page.text) == list(range(FULL))


def test_open_questions_have_pages_of_their_own(noor: Actor, group: Group) -> None:
    answered = Question.objects.get(title__contains="03")
    actions.answer(noor, question=answered, text="Zo doen wij het.")
    client = Client()
    first = client.get(f"/g/{group.actor.handle}/?open=1").text
    assert titles(first) == [0, 1, 2, *range(4, FULL + 1)]
    assert "?open=1&page=2" in first


def test_a_full_page_without_a_next_one_says_so(noor: Actor, group: Group) -> None:
    Question.objects.filter(title__in=[f"Vraag nummer {n}?" for n in (20, 21, 22)]).delete()
    assert "page=2" not in Client().get(f"/g/{group.actor.handle}/").text
