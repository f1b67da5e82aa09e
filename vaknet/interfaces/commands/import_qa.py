"""Bring an archive of questions and answers along: two files of JSON lines, gzipped or not."""

from datetime import UTC, datetime
from pathlib import Path

import click
from tqdm import tqdm

from vaknet.domain.finding import actions as finding
from vaknet.domain.knowledge import archive
from vaknet.domain.searching import actions as searching
from vaknet.kit.archive import ArchiveError, read_answers, read_questions

LONGEST_NAME = 120
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("questions", type=EXISTING)
@click.argument("answers", type=EXISTING)
@click.option("--group", default="", help="Its name here; otherwise that of the file.")
@click.option(
    "--source",
    default="Brought along from elsewhere; its licence applies (for Stack Exchange: CC BY-SA).",
    show_default=True,
    help="Where it comes from and under which licence: the group says so.",
)
@click.option("--split", default="", help="Only questions with this split, for example train.")
@click.option("--until", default="", metavar="TIME", help="Only what was written before this.")
def command(
    *, questions: Path, answers: Path, group: str, source: str, split: str, until: str
) -> None:
    """Bring QUESTIONS and ANSWERS along as people, questions, answers and topics.

    Nobody is mailed. Running it twice changes nothing. People are numbers in such an archive: they
    get a name like "Member 12" and a handle like cooking-12, after the group.
    """
    if len(group) > LONGEST_NAME:
        raise click.UsageError(f"--group takes {LONGEST_NAME} characters at most.")
    before = _moment(until) if until else None
    try:
        asked, bad_questions = read_questions(questions)
        given, bad_answers = read_answers(answers)
    except ArchiveError as error:
        raise click.ClickException(f"{error} Nothing was written.") from error
    wanted = [old for old in asked if not split or old.split == split]
    with tqdm(total=len(wanted) + len(given), unit="post", disable=None) as bar:
        counted = archive.bring_in(
            group_name=group or _named_after(questions),
            source=source,
            questions=wanted,
            answers=given,
            before=before,
            on_progress=bar.update,
        )
    for line in [*bad_questions, *bad_answers]:
        click.echo(line)
    finding.index_everything()
    searching.index_everything()
    click.echo(
        f"{counted.people} people, {counted.questions} questions, {counted.answers} answers, "
        f"{counted.best} best answers, {counted.topics} topics; "
        f"{len(bad_questions) + len(bad_answers)} lines refused"
    )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"--until {text} is not a date such as 2024-05-31.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _named_after(questions: Path) -> str:
    """ "cooking_questions.jsonl.gz" is the archive "cooking"."""
    stem = questions.name.split(".", 1)[0]
    words = stem.lower().removesuffix("questions").replace("_", " ").replace("-", " ")
    return words.strip()[:LONGEST_NAME] or "archive"
