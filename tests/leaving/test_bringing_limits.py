"""What does not fit is named, and a file that anybody can write proves nothing of anybody."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.leaving.story import of, signed_in, ticked, upload, zipped
from tests.people.pictures import a_picture
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding import queries as finder
from vaknet.domain.finding.models import Passage
from vaknet.domain.goals import actions as goals
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.leaving.brought import plain
from vaknet.domain.leaving.reading import MOST, brought
from vaknet.domain.refusal import Refused
from vaknet.engine.ranking import Kind

KIES = "/ik/gegevens/meenemen/kies/"
THEN = datetime(2021, 1, 1, tzinfo=UTC)


def questions(number: int, body: str = "") -> list[dict]:
    return [
        {
            "number": n,
            "title": f"Vraag {n}?",
            "body": body,
            "group": "Vergunningen elders",
            "asked_at": (THEN + timedelta(days=n)).isoformat(),
        }
        for n in range(number)
    ]


def answers(question: int, number: int) -> list[dict]:
    return [
        {
            "question_number": question,
            "text": f"Antwoord {n}",
            "answered_at": (THEN + timedelta(days=500 + n)).isoformat(),
        }
        for n in range(number)
    ]


def test_what_is_above_the_limit_is_counted(world: World) -> None:
    told = of(
        questions=questions(203),
        answers=answers(202, 24),
        goals=[{"goal": f"Doel {n}"} for n in range(101)],
        goal_notes=[
            {"goal": "Doel 100", "text": f"Kijk {n}", "at": THEN.isoformat()} for n in range(205)
        ],
        memory_cards=[{"name": f"Ans {n}", "note": "x"} for n in range(201)],
        known_topics=[{"text": f"Onderwerp {n}"} for n in range(33)],
    )
    found = brought(told)
    assert dict(found.left_out) == {
        "questions": 3,
        "answers": 4,
        "goals": 1,
        "notes": 5,
        "cards": 1,
        "knows": 3,
    }
    assert (found.questions[0].title, found.questions[-1].title) == ("Vraag 3?", "Vraag 202?")
    assert [one.text for one in found.questions[-1].answers][::19] == [
        "Antwoord 4",
        "Antwoord 23",
    ]
    assert (found.goals[0].text, found.cards[0].name) == ("Doel 1", "Ans 0")
    assert len(found.goals[-1].notes) == 200
    page = upload(signed_in(world.samira), zipped(told))
    assert "Too much for one time" in page.text
    again = signed_in(world.samira).post(KIES, {"read": page.context["form"]["read"].value()})
    assert again.status_code == 303
    fields = {name: getattr(found, name) for name in MOST}
    assert {name: getattr(brought(plain(found)), name) for name in MOST} == fields


def test_of_what_does_not_fit_on_a_page_the_oldest_stays_behind(world: World, monkeypatch) -> None:
    """The rest comes; once this refused the whole file."""
    told = of(questions=questions(20), known_topics=[{"text": "Scannen"}])
    for one in told["questions"]:
        one["body"] = secrets.token_hex(1_000)
    monkeypatch.setattr("vaknet.interfaces.web.forms.bringing.LARGEST_SEAL", 20_000)
    samira = signed_in(world.samira)
    page = upload(samira, zipped(told))
    found = page.context["form"].found
    assert (page.status_code, found.questions[-1].title) == (200, "Vraag 19?")
    assert 0 < len(found.questions) < 20
    assert dict(found.left_out) == {"questions": 20 - len(found.questions)}
    assert "This stays behind." in page.text
    refused = samira.post(KIES, ticked(page) | {"questions": ["0"]})
    assert (refused.status_code, "This stays behind." in refused.text) == (422, True)


def test_the_page_shows_what_comes_along_and_where_it_stood(world: World) -> None:
    told = of(questions=questions(1, body="Met veel meer erbij."), answers=answers(0, 1))
    page = upload(signed_in(world.samira), zipped(told)).text
    for words in ("Met veel meer erbij.", "Antwoord 0", "Vergunningen elders"):
        assert words in page


def test_each_group_says_who_reads_there(world: World) -> None:
    public = groups.start_group(world.samira, name="Open", purpose="Voor ieder", readers="public")
    groups.start_group(world.samira, name="Dicht", purpose="Voor ons", readers="group")
    page = upload(signed_in(world.samira), zipped(of(questions=questions(1))))
    named = [str(label) for _pk, label in page.context["form"].fields["group"].choices]
    assert named == [
        "Choose a group",
        "Dicht (Only the group)",
        "Open (Everyone, also guests)",
        "Vergunningen & Toezicht (All professionals here)",
    ]
    assert "Its members read them" not in page.text
    assert public.readers == "public"


@pytest.fixture
def invented(world: World) -> Question:
    """Bram wrote the file himself: he asked and answered it all, years ago."""
    groups.join_group(world.bram, group=world.group)
    told = of(questions=questions(1), answers=answers(0, 1))
    told["questions"][0]["title"] = "Hoe kalibreer je een theodoliet?"
    told["answers"][0]["text"] = "Een theodoliet kalibreer je met een collimator."
    bram = signed_in(world.bram)
    page = upload(bram, zipped(told))
    done = bram.post(KIES, ticked(page) | {"questions": ["0"], "group": world.group.pk})
    assert done.status_code == 303
    return Question.objects.get(author=world.bram)


def test_who_answers_herself_is_not_found_for_it(world: World, invented: Question) -> None:
    assert not Passage.objects.filter(actor=world.bram, kind=Kind.ANSWER).exists()
    finding.index_everything()
    found = finder.who_can_help(world.joost, "theodoliet kalibreren met een collimator").people
    assert world.bram not in [one.actor for one in found]
    knowledge.answer(world.peter, question=invented, text="Met een collimator, of een theodoliet.")
    finding.index(invented)
    assert Passage.objects.filter(actor=world.peter, kind=Kind.ANSWER).exists()


def test_it_says_that_it_was_brought_along(world: World, invented: Question) -> None:
    for viewer in (world.joost, world.bram):
        page = signed_in(viewer).get(f"/vraag/{invented.pk}/").text
        assert "Brought along from elsewhere on" in page
    page = signed_in(world.joost).get(f"/vraag/{world.question.pk}/").text
    assert "Brought along" not in page
    assert invented.asked_at.year == 2021


def test_a_few_times_a_day_is_enough(world: World, settings) -> None:
    limits = settings.ACCOUNT_RATE_LIMITS | {"bring_archive": "1/d/key"}
    settings.ACCOUNT_RATE_LIMITS = limits
    samira = signed_in(world.samira)
    page = upload(samira, zipped(of(known_topics=[{"text": "Scannen"}])))
    assert samira.post(KIES, ticked(page)).status_code == 303
    refused = samira.post(KIES, ticked(page))
    assert (refused.status_code, "Go on tomorrow." in refused.text) == (429, True)
    joost = signed_in(world.joost)
    page = upload(joost, zipped(of(known_topics=[{"text": "Scannen"}])))
    assert joost.post(KIES, ticked(page)).status_code == 303


def photographed(picture: bytes) -> bytes:
    return zipped(of(known_topics=[{"text": "Scannen"}]), **{"photo.webp": picture})


def test_a_photo_is_made_anew(world: World) -> None:
    samira = signed_in(world.samira)
    page = upload(samira, photographed(a_picture()))
    assert samira.post(KIES, ticked(page)).status_code == 303
    first = Actor.objects.get(pk=world.samira.pk).photo
    assert first
    other = a_picture(size=(300, 200))
    page = upload(samira, photographed(other))
    assert "in place of the one here" in page.text
    samira.post(KIES, ticked(page))
    assert Actor.objects.get(pk=world.samira.pk).photo == first


def test_what_is_no_photo_is_refused_before_anything_is_written(world: World) -> None:
    samira = signed_in(world.samira)
    page = upload(samira, photographed(b"<svg onload=alert(1)>" * 20))
    refused = samira.post(KIES, ticked(page))
    assert (refused.status_code, "We cannot read your photo." in refused.text) == (422, True)
    assert "Scannen" not in [one.text for one in world.samira.known_topics.all()]
    assert samira.post(KIES, ticked(page) | {"photo": ""}).status_code == 303


def test_a_photo_that_we_did_not_write_is_not_read(world: World) -> None:
    page = upload(signed_in(world.samira), photographed(secrets.token_bytes(300_001)))
    assert page.context["form"].found.photo == b""


def test_a_goal_comes_with_its_notes_and_its_end(world: World) -> None:
    joost, ended = world.joost, THEN + timedelta(days=9)
    for _ in range(2):
        goals.bring_goal(
            joost,
            text="Van papier af",
            until_on=THEN.date(),
            notes=[("Het kan.", THEN)],
            end=("reached", ended),
        )
    goal = joost.goals.get()
    assert (goal.until_on, goal.ends.get().since) == (THEN.date(), ended)
    assert [(one.text, one.at) for one in goal.notes.all()] == [("Het kan.", THEN)]
    goals.bring_goal(joost, text="Meer doen", until_on=timezone.localdate())
    assert joost.goals.last().until_on == timezone.localdate()
    with pytest.raises(Refused):
        goals.bring_goal(joost, text="Meer doen", notes=[(f"Kijk {n}", THEN) for n in range(201)])


def test_goals_that_cannot_be(world: World) -> None:
    moment = THEN.isoformat()
    told = of(
        goals=[{"goal": "A"}, {"goal": "B"}, {"goal": ""}],
        goal_notes=[
            {"goal": "A", "text": "..", "at": moment},
            {"goal": "A", "text": "Zonder dag"},
            {"goal": "A", "text": "Goed", "at": moment},
            {"goal": "C", "text": "Van niets", "at": moment},
        ],
        goal_ends=[
            {"goal": "A", "kind": "won", "since": moment},
            {"goal": "A", "kind": "reached", "since": moment, "until": moment},
            {"goal": "B", "kind": "let_go"},
            {"goal": "B", "kind": "let_go", "since": moment},
        ],
    )
    found = brought(told)
    assert [(one.text, one.notes, one.end) for one in found.goals] == [
        ("A", (("Goed", THEN),), None),
        ("B", (), ("let_go", THEN)),
    ]
    assert brought(plain(found)) == found


def test_the_answer_of_another_still_counts(world: World) -> None:
    """Only her own answer to her own question proves nothing."""
    asked = knowledge.ask(world.samira, group=world.group, title="Wie heeft een collimator?")
    own = knowledge.answer(world.samira, question=asked, text="Zelf gevonden.")
    other = knowledge.answer(world.joost, question=asked, text="Bij mij.")
    finding.index(asked)
    kept = Passage.objects.filter(kind__in=[Kind.ANSWER, Kind.BEST_ANSWER])
    assert set(kept.values_list("source_id", flat=True)) >= {other.pk}
    assert not kept.filter(actor=world.samira, source_id=own.pk).exists()
