"""The vaknet command line.

Each command is a module here with the same name: `login_link.py` is `vaknet login-link`, and
`import_members.py` is `vaknet import members`. It holds a click command called `command`. A module
is imported only when its command runs; before that, Django is set up and the database is running,
except for the few that do without.
"""

import ast
import functools
import importlib
import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from vaknet.kit.environment import BadSettings

FOLDER = Path(__file__).parent
FAMILIES = {"import": "Bring members or questions along from elsewhere."}
# These do without Django, and without a database or with one that they see to themselves.
BARE = {"serve", "web", "live", "backup", "restore", "demo_metanetwork"}
SEES_TO_DATABASE = BARE | {"doctor"}
SEES_TO_TABLES = {"migrate", "worker", "inbox"}


class Commands(click.Group):
    """Finds its commands by file name, those of one family ("import") under its own name."""

    def __init__(self, family: str = "", **facts: Any) -> None:
        super().__init__(**facts)
        self.family = family

    def list_commands(self, ctx: click.Context) -> list[str]:
        start = f"{self.family}_" if self.family else ""
        names = {path.stem for path in FOLDER.glob(f"{start}*.py") if path.stem[0] != "_"}
        if not self.family:
            apart = tuple(f"{family}_" for family in FAMILIES)
            names = {name for name in names if not name.startswith(apart)} | set(FAMILIES)
        return sorted(name.removeprefix(start).replace("_", "-") for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        if not self.family and cmd_name in FAMILIES:
            return Commands(cmd_name, name=cmd_name, help=FAMILIES[cmd_name])
        return _load("_".join(filter(None, [self.family, cmd_name.replace("-", "_")])))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line of each module's docstring: nothing is imported to print a list."""
        rows = [(name, self._summary(name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def _summary(self, name: str) -> str:
        if not self.family and name in FAMILIES:
            return FAMILIES[name]
        stem = "_".join(filter(None, [self.family, name.replace("-", "_")]))
        tree = ast.parse((FOLDER / f"{stem}.py").read_text(encoding="utf-8"))
        return (ast.get_docstring(tree) or "").split("\n", 1)[0]


@functools.cache
def _load(stem: str) -> click.Command:
    if stem not in BARE:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaknet.settings")
        importlib.import_module("django").setup()
    command: click.Command = importlib.import_module(f"{__name__}.{stem}").command
    if stem not in SEES_TO_DATABASE and command.callback is not None:
        up_to_date = stem not in SEES_TO_TABLES
        command.callback = _with_database(command.callback, up_to_date=up_to_date)
    return command


def _with_database(callback: Callable[..., Any], *, up_to_date: bool) -> Callable[..., Any]:
    @functools.wraps(callback)
    def run(*arguments: Any, **options: Any) -> Any:
        with importlib.import_module(f"{__name__}._database").running():
            if up_to_date:
                importlib.import_module(f"{__name__}._prepare").migrate()
            return callback(*arguments, **options)

    return run


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Run and look after a Vaknet network.",
)
@click.version_option(version("vaknet"), prog_name="vaknet")
def group() -> None:
    """The commands are found by name."""


def main() -> None:
    """The program `vaknet`: what an operator did wrong is a sentence, not a traceback."""
    try:
        group(prog_name="vaknet")
    except BadSettings as error:
        for sentence in error.sentences:
            click.echo(sentence, err=True)
        sys.exit(1)
    except PermissionError as error:
        click.echo(f"This user may not use {error.filename}. Start Vaknet as its owner.", err=True)
        sys.exit(1)
