"""Bring members along from a register: a CSV as spreadsheet programs save it."""

import csv
from collections import Counter
from pathlib import Path

import click
from django.utils import translation
from tqdm import tqdm

from vaknet.domain.finding import actions as finding
from vaknet.domain.people import register
from vaknet.domain.people.register import Outcome
from vaknet.domain.searching import actions as searching
from vaknet.kit.table import TableError, rows, safe_cell

LARGEST = 200 * 1024 * 1024
FEW = 200  # more than these are read quicker all at once


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would happen, and write nothing.")
@click.option("--invite", is_flag=True, help="Mail everybody who is new how to get in.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report as CSV too.",
)
def command(file: Path, dry_run: bool, invite: bool, report: Path | None) -> None:
    """Bring the members in FILE along.

    The first line names the columns, in any order: name and email, and if there are profession,
    organisation, place, roles, knows, seeks, lang (or their Dutch names). Lists have a semicolon
    between them; a role is written "title (organisation, from-to)". A bad row is reported and
    nothing of it is written. Running it twice changes nothing.
    """
    if file.stat().st_size > LARGEST:
        raise click.ClickException(f"{file.name} is larger than 200 MB. Split it.")
    try:
        table = list(rows(file.read_bytes()))
        bar = tqdm(table, unit="member", disable=None)
        with translation.override("en"):  # as all of the command line
            outcomes = list(register.bring_in(table=bar, dry_run=dry_run, invite=invite))
    except TableError as error:
        raise click.ClickException(f"{file.name}: {error} Nothing was written.") from error
    _index(outcomes)
    _say(outcomes, dry_run=dry_run)
    if report is not None:
        _write(report, outcomes)


def _index(outcomes: list[Outcome]) -> None:
    """Let the finder read who is new; whoever changed, it hears of by itself."""
    new = [outcome.actor for outcome in outcomes if outcome.actor is not None]
    if len(new) > FEW:
        finding.index_everything()
        searching.index_everything()
        return
    for actor in new:
        finding.index(actor)
        searching.index(actor)


def _say(outcomes: list[Outcome], *, dry_run: bool) -> None:
    for outcome in outcomes:
        if outcome.what != "unchanged":
            click.echo(f"line {outcome.line}: {outcome.what} {outcome.who} {outcome.why}".rstrip())
    counts = Counter(outcome.what for outcome in outcomes)
    summary = ", ".join(
        f"{counts[what]} {what}" for what in ("created", "changed", "unchanged", "refused")
    )
    click.echo(f"{summary}{' (nothing was written: dry run)' if dry_run else ''}")


def _write(report: Path, outcomes: list[Outcome]) -> None:
    with report.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "outcome", "who", "why"])
        for outcome in outcomes:
            writer.writerow(
                [outcome.line, outcome.what, safe_cell(outcome.who), safe_cell(outcome.why)]
            )
