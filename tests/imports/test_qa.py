"""An archive of questions and answers becomes people, questions, answers and topics."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.knowledge.models import Answer, BestAnswer, Question
from vaknet.interfaces.commands.import_qa import command
from vaknet.kit.archive import read_questions

QUESTIONS = [
    {
        "qid": 1,
        "t": "2014-01-21T20:26:05.383",
        "title": "Hoe lang mag een steiger staan?",
        "body": "Op de stoep, bij een monument.",
        "tags": ["steiger", "monument"],
        "asker": 7,
        "accepted": 4,
        "split": "train",
    },
    {"qid": 2, "t": "2014-02-01T10:00:00", "title": "Later", "asker": 8, "split": "dev"},
]
ANSWERS = [
    {"aid": 4, "qid": 1, "t": "2014-01-22T08:00:00", "user": 12, "body": "Acht weken."},
    {"aid": 5, "qid": 1, "t": "2014-03-22T08:00:00", "user": 8, "body": "Vraag het de buren."},
    {"aid": 6, "qid": 99, "t": "2014-03-22T08:00:00", "user": 8, "body": "Zonder vraag."},
]


def packed(path: Path, rows: list) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


@pytest.fixture
def bring_in(tmp_path: Path, db: None):
    def run(*options: str, questions: list = QUESTIONS, answers: list = ANSWERS) -> Result:
        files = [
            packed(tmp_path / "steigers_questions.jsonl.gz", questions),
            packed(tmp_path / "steigers_answers.jsonl.gz", answers),
        ]
        return CliRunner().invoke(command, [*map(str, files), *options], catch_exceptions=False)

    return run


def test_everything_is_there_with_its_own_date(bring_in) -> None:
    done = bring_in()
    assert "3 people, 2 questions, 2 answers, 1 best answers, 2 topics; 0 lines" in done.output
    question = Question.objects.get(title="Hoe lang mag een steiger staan?")
    assert question.asked_at == datetime(2014, 1, 21, 20, 26, 5, 383000, tzinfo=UTC)
    assert question.best_answer.answer.author.handle == "steigers-12"
    assert set(question.topics.values_list("name", flat=True)) == {"steiger", "monument"}
    assert question.group.actor.name == "steigers"
    happened = Activity.objects.filter(verb="answered").earliest("at")
    assert happened.at == datetime(2014, 1, 22, 8, tzinfo=UTC)


def test_twice_changes_nothing(bring_in) -> None:
    bring_in()
    again = bring_in()
    assert "0 people, 0 questions, 0 answers" in again.output
    assert (Question.objects.count(), Answer.objects.count()) == (2, 2)
    assert BestAnswer.objects.count() == 1


def test_nobody_is_told(bring_in) -> None:
    bring_in()
    assert not ProcrastinateJob.objects.filter(task_name__startswith="mail").exists()
    assert mail.outbox == []


def test_questions_can_be_held_back(bring_in) -> None:
    bring_in("--split", "train", "--until", "2014-03-01T00:00:00+00:00")
    assert Question.objects.count() == 1
    assert [answer.text for answer in Answer.objects.all()] == ["Acht weken."]


def test_a_day_is_enough_to_hold_back(bring_in) -> None:
    bring_in("--until", "2014-01-25")
    assert [question.title for question in Question.objects.all()] == [QUESTIONS[0]["title"]]


@pytest.mark.parametrize("options", [("--until", "gisteren"), ("--group", "x" * 10_000)])
def test_options_that_make_no_sense_are_said(bring_in, options: tuple[str, str]) -> None:
    done = bring_in(*options)
    assert done.exit_code == 2
    assert options[0] in done.output
    assert not Question.objects.exists()


def test_people_of_two_archives_are_told_apart(bring_in) -> None:
    bring_in("--group", "Steigers")
    bring_in("--group", "Ladders")
    handles = set(Actor.objects.filter(kind="person").values_list("handle", flat=True))
    assert {"steigers-7", "ladders-7"} <= handles


@pytest.mark.parametrize(
    "bad", ["{", "[]", '{"qid": 3}', '{"qid":1,"t":"x","title":"a","asker":1}']
)
def test_a_bad_line_is_named_and_the_rest_comes_in(bring_in, bad: str) -> None:
    done = bring_in(questions=[*QUESTIONS, bad])
    assert "steigers_questions.jsonl.gz line 3" in done.output
    assert "1 lines refused" in done.output
    assert Question.objects.count() == 2


def test_a_nul_and_html_are_kept_from_harm(bring_in) -> None:
    row = QUESTIONS[0] | {"title": "Een\0 <b>vraag</b>", "body": "<script>alert(1)</script>"}
    bring_in(questions=[row])
    question = Question.objects.get()
    assert question.title == "Een <b>vraag</b>"
    assert "<script" not in question.body_html


def test_an_archive_without_questions_makes_nothing(bring_in) -> None:
    assert "0 people, 0 questions" in bring_in(questions=[]).output
    assert not Actor.objects.exists()


def test_a_file_cut_in_half_writes_nothing(db: None, tmp_path: Path) -> None:
    whole = packed(tmp_path / "a.jsonl.gz", QUESTIONS * 50).read_bytes()
    half = tmp_path / "half.jsonl.gz"
    half.write_bytes(whole[: len(whole) // 2])
    done = CliRunner().invoke(command, [str(half), str(half)])
    assert done.exit_code == 1
    assert "damaged" in done.output
    assert not Question.objects.exists()


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_line_by_line(tmp_path_factory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "any.jsonl"
    path.write_bytes(content)
    read, refused = read_questions(path)
    assert read == []
    assert all(line.startswith("any.jsonl line") for line in refused)
