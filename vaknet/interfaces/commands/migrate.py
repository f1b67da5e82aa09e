"""Bring tables, translations and static files up to date."""

import click

from vaknet.interfaces.commands import _prepare
from vaknet.interfaces.commands._say import say


@click.command()
def command() -> None:
    """Bring tables, translations and static files up to date. `serve` does this by itself."""
    steps = _prepare.migrate()
    _prepare.compile_translations()
    files = _prepare.collect_static()
    if steps:
        say(f"database brought up to date ({steps} steps)")
    if files:
        say(f"{files} static files made ready")
