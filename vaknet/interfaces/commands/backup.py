"""Write everything that cannot be made again to one file."""

import os
import time
from pathlib import Path

import click

from vaknet.interfaces.commands import _archive, _database
from vaknet.kit.postgres_programs import PostgresError


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path | None) -> None:
    """Write the database, secret key, settings and files to FILE, while everything runs on.

    FILE is by default vaknet-DATE.backup in the current folder. Keep it safe: all is in it.
    """
    target = file or Path(time.strftime("vaknet-%Y%m%d-%H%M%S.backup"))
    if target.exists():
        raise click.ClickException(f"{target} exists already. Choose another name.")
    if not os.access(target.parent, os.W_OK):
        raise click.ClickException(f"Nothing can be written in {target.parent}.")
    with _database.running():
        try:
            _archive.write(target)
        except PostgresError as error:
            raise click.ClickException(f"No backup was made. {error}") from error
    click.echo(f"{target} written ({target.stat().st_size / 1e6:.1f} MB)")
