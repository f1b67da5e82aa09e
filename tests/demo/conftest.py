"""The demo by its own command. Imported late: settings come first."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result


@pytest.fixture
def demo(db: None) -> Callable[..., Result]:
    from vaknet.interfaces.commands.demo import command

    def run(*options: str) -> Result:
        return CliRunner().invoke(command, options)

    return run


@pytest.fixture
def demo_world(demo: Callable[..., Result]) -> Result:
    """The small invented world, made."""
    made: Result = demo()
    assert made.exit_code == 0, made.output
    return made
