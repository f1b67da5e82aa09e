"""The archive of one Vaknet, brought into another: her words in the other language too."""

from typing import Any

import pytest
from django.core import mail

from tests.leaving.story import of, signed_in, ticked, upload, zipped
from tests.searching.story import find, sources
from tests.world import World, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.leaving.brought import plain
from vaknet.domain.leaving.reading import brought
from vaknet.domain.translations.models import Translation

ASKED, ANSWERED, WRITTEN = (f"2024-0{month}-01T10:00:00+00:00" for month in (5, 6, 7))


def said(**more: Any) -> dict[str, Any]:
    row = {"question_number": 7, "answered_at": None, "language": "en", "written_at": WRITTEN}
    return row | {"title": "", "text": ""} | more


TOLD = of(
    questions=[{"number": 7, "title": "Mag dit dak?", "body": "Het is plat.", "asked_at": ASKED}],
    answers=[
        {"question_number": 7, "text": "Ja hoor.", "answered_at": ANSWERED},
        {"question_number": 7, "text": "Nog iets.", "answered_at": WRITTEN},
        {"question_number": 9, "text": "Bij een ander.", "answered_at": ANSWERED},
    ],
    translations=[
        said(title="Is this roof allowed?", text="It is **thatched**."),
        said(answered_at=ANSWERED, text="Yes, <b>gladly</b>."),
        said(question_number=9, answered_at=ANSWERED, text="With somebody else."),
        said(question_number=None, conversation_number=7, title="Barns"),
    ],
)


@pytest.fixture
def ilse(world: World) -> Actor:
    ilse = member("Ilse de Wit", "ilse@oosterhage.example")
    groups.join_group(ilse, group=world.group)
    return ilse


def test_a_question_comes_with_its_translation_and_those_of_its_answers(
    world: World, ilse: Actor
) -> None:
    client, letters = signed_in(ilse), len(mail.outbox)
    page = upload(client, zipped(TOLD))
    for words in ("Is this roof allowed?", "It is **thatched**.", "&lt;b&gt;gladly&lt;/b&gt;."):
        assert page.text.count(words) == 1
    for words in ("With somebody else.", "Barns"):
        assert words not in page.text
    chosen = ticked(page) | {"questions": ["0"], "group": world.group.pk}
    for _twice_is_once in range(2):
        assert client.post("/ik/gegevens/meenemen/kies/", chosen).status_code == 303
    question = Question.objects.get(author=ilse)
    answer = Answer.objects.get(author=ilse, text="Ja hoor.")
    rows = [
        (one.question, one.answer, one.language, one.title, one.written_at.isoformat())
        for one in Translation.objects.order_by("pk")
    ]
    assert rows == [
        (question, None, "en", "Is this roof allowed?", WRITTEN),
        (None, answer, "en", "", WRITTEN),
    ]
    shown = signed_in(world.bram).get(f"/vraag/{question.pk}/").text
    for words in ("Is this roof allowed?</h1>", "<strong>thatched</strong>", "Yes, &lt;b&gt;"):
        assert words in shown
    assert sources(find(world.bram, "thatched")) == [question]
    log = Activity.objects.filter(actor=ilse, verb="translated")
    assert [one.at.isoformat() for one in log] == [WRITTEN, WRITTEN]
    assert len(mail.outbox) == letters


def test_what_was_looked_at_is_what_comes(world: World) -> None:
    found = brought(TOLD)
    assert brought(plain(found)) == found


def test_what_is_not_as_it_should_be_stays_behind() -> None:
    broken = (
        said(),
        said(title="Is this roof allowed?"),  # half of it: the question says more
        said(title="Is this roof allowed?", text="Flat.", language="fy"),
        said(title="Is this roof allowed?", text="Flat.", written_at="later"),
        said(title="Is this roof allowed?", text="Flat.", question_number=[7]),
        said(title="Is this roof allowed?", text="Flat.", answered_at="yesterday"),
        said(answered_at=ANSWERED, title="Only a title"),
    )
    for row in broken:
        [question] = brought(TOLD | {"translations": [row, "nonsense"]}).questions
        assert (question.translation, question.answers[0].translation) == (None, None)
    without = [{"title": "Zonder nummer", "asked_at": ASKED}]
    [question] = brought(TOLD | {"questions": without}).questions
    assert question.translation is None


def test_of_a_bare_question_a_title_is_enough() -> None:
    bare = [{"number": 7, "title": "Mag dit dak?", "asked_at": ASKED}]
    rows = [said(title="Is this roof allowed?")]
    [question] = brought(TOLD | {"questions": bare, "translations": rows}).questions
    assert question.translation is not None
    assert (question.translation.title, question.translation.text) == ("Is this roof allowed?", "")
