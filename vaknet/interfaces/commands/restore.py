"""Put a backup back, in place of what is there."""

import os
from pathlib import Path

import click

from vaknet.configuration import configuration
from vaknet.interfaces.commands import _archive, _database, _stamp
from vaknet.kit.postgres_programs import PostgresError
from vaknet.kit.shared_server import hold


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(file: Path, yes: bool) -> None:
    """Put the backup FILE back, in place of what is there. The network must be stopped."""
    about = _archive.read_about(file)
    lock = hold(configuration.data / "locks" / "serve")
    if lock is None:
        raise click.ClickException("Vaknet is serving this data folder. Stop it first.")
    if not yes:
        click.confirm(
            f"Everything in {configuration.data} is replaced by the backup of Vaknet "
            f"{about.get('version', '?')}. Go on?",
            abort=True,
        )
    _stamp.forget()
    with _database.running():
        try:
            _archive.read(file)
        except PostgresError as error:
            raise click.ClickException(f"Nothing was changed. {error}") from error
    os.close(lock)
    click.echo(
        "What was kept to learn from use is not in it any more. Who chose since the backup to stay "
        "out of that takes part again: tell your members, if this network learns."
    )
    click.echo("The backup is back. Start with: vaknet serve")
