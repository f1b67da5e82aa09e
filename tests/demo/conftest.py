"""The demo by its own command. Imported late: settings come first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import pytest_django
from click.testing import CliRunner, Result
from django.core import mail
from django.db import transaction


@dataclass(frozen=True)
class Made:
    """What the command said, how many letters it sent, and how many jobs it left to be done."""

    output: str
    letters: int
    jobs: int


def run(*options: str) -> Result:
    from vaknet.interfaces.commands.demo import command

    return CliRunner().invoke(command, options)


@pytest.fixture
def demo(db: None) -> Callable[..., Result]:
    return run


@pytest.fixture(scope="module")
def _made(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[Made]:
    """Half a minute of work, so once for a module: each test has a transaction within this one."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    with django_db_blocker.unblock(), transaction.atomic():
        letters, before = len(mail.outbox), ProcrastinateJob.objects.filter(status="todo").count()
        made = run()
        assert made.exit_code == 0, made.output
        jobs = ProcrastinateJob.objects.filter(status="todo").count()
        yield Made(made.output, len(mail.outbox) - letters, jobs - before)
        transaction.set_rollback(True)


@pytest.fixture
def demo_world(_made: Made, db: None) -> Made:
    """The small invented world, made."""
    return _made
