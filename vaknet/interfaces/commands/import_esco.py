"""Bring occupations and skills along from the official download of ESCO."""

from pathlib import Path

import click
from tqdm import tqdm

from vaknet.domain.people import actions
from vaknet.engine.esco import Sheet, is_sheet, sheet
from vaknet.kit.table import TableError
from vaknet.kit.untrusted_zip import UnsafeZip, opened

LARGEST = 300 * 1024 * 1024
LANGUAGES = {"nl": "Dutch", "en": "English"}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Bring the occupations and skills in FILE along.

    FILE is what esco.ec.europa.eu gives for “classification” as CSV, in Dutch or English: the ZIP,
    or one file out of it. Import both languages for names in both. Afterwards they are suggested
    to whoever tells what she knows. Running it twice changes nothing.
    """
    if file.stat().st_size > LARGEST:
        raise click.ClickException(f"{file.name} is larger than 300 MB: it is no ESCO download.")
    try:
        sheets = _sheets(file)
    except UnsafeZip as unsafe:
        raise click.ClickException(
            f"{file.name} cannot be unpacked ({unsafe}). Download it again. Nothing was written."
        ) from unsafe
    except TableError as error:
        raise click.ClickException(f"{file.name}: {error} Nothing was written.") from error
    if not sheets:
        raise click.ClickException(
            f"{file.name} has no skills_nl.csv, occupations_nl.csv or the like. "
            "Choose “classification” and “CSV” at the download. Nothing was written."
        )
    for brought, new in actions.bring_in_classification(tqdm(sheets, unit="file", disable=None)):
        click.echo(
            f"{len(brought.concepts)} {brought.kind} in {LANGUAGES[brought.language]}, {new} new"
        )


def _sheets(file: Path) -> list[Sheet]:
    if not is_sheet(file.name):
        with file.open("rb") as content, opened(content) as archive:
            found = []
            for member in archive.members:
                if is_sheet(member.name):
                    with archive.reading(member) as inside:
                        found.append(sheet(member.name, inside.read()))
            return found
    return [sheet(file.name, file.read_bytes())]
