"""Say in plain words what is wrong with this installation."""

import sys
from collections.abc import Generator, Iterator

import click

from vaknet.configuration import configuration
from vaknet.interfaces.commands import (
    _checks,
    _checks_database,
    _checks_live,
    _checks_mail_in,
    _checks_sign_in,
    _database,
)
from vaknet.interfaces.commands._checks import Finding


@click.command()
def command() -> None:
    """Say in plain words what is wrong with this installation. Exit code 1 if anything is."""
    wrong = 0
    for finding in _findings():
        mark = click.style("ok   ", fg="green") if finding.well else click.style("WRONG", fg="red")
        click.echo(f"{mark}  {finding.subject}: {finding.sentence}")
        wrong += not finding.well
    if wrong:
        click.echo(f"\n{wrong} to put right.")
        sys.exit(1)
    click.echo("\nAll is well.")


def _findings() -> Iterator[Finding]:
    c = configuration
    yield from _checks.settings(c)
    now = yield from _database_findings()
    yield from _checks.clock(c, now)
    yield from _checks.disk(c)
    yield from _checks.keys(c)
    yield from _checks.address(c)
    yield from _checks.other_networks(c)
    yield from _checks_live.live(c)
    yield from _checks_sign_in.sign_in(c)
    yield from _checks.paper()
    yield from _checks_mail_in.mail_in(c)
    yield from _checks.mail(c)


def _database_findings() -> Generator[Finding, None, float | None]:
    """Starts our own database when it does not run, to see whether it does; returns its time."""
    try:
        with _database.running():
            found, now = _checks_database.reach(configuration)
            yield found
            if found.well:
                tables = list(_checks_database.tables())
                yield from tables
                if all(finding.well for finding in tables):
                    yield from _checks_database.jobs(configuration)
                    yield from _checks_database.domains()
                    yield from _checks_database.groups()
                    yield from _checks_database.sources()
                    yield from _checks_database.links()
                    yield from _checks_database.deliveries(configuration)
                    yield from _checks_database.finder()
            return now
    except click.ClickException as error:
        yield Finding("Database", False, error.message)
        return None
