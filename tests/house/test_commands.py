"""The command line finds its commands by file name, and shares one database among them."""

import subprocess
import sys
import time

import click
from click.testing import CliRunner

from tests.house.conftest import PATIENCE, House, child, eventually
from vaknet.interfaces.commands import FOLDER, group
from vaknet.kit import postgres


def test_every_command_file_is_a_command_with_a_line_about_it() -> None:
    context = click.Context(group)
    stems = {path.stem for path in FOLDER.glob("*.py") if path.stem[0] != "_"}
    names = set(group.list_commands(context))
    assert {"serve", "web", "worker", "migrate", "doctor", "backup", "restore"} <= names
    assert {stem.replace("_", "-") for stem in stems if not stem.startswith("import_")} <= names
    said = CliRunner().invoke(group, ["--help"]).output
    for name in names - {"import"}:
        assert group._summary(name), f"{name} has no docstring"
        assert f"  {name} " in said


def test_an_unknown_command_is_told() -> None:
    done = CliRunner().invoke(group, ["dance"])
    assert done.exit_code == 2
    assert "No such command 'dance'" in done.output


def test_help_loads_no_django() -> None:
    script = (
        "import sys\nfrom click.testing import CliRunner\n"
        "from vaknet.interfaces.commands import group\n"
        "CliRunner().invoke(group, ['--help'])\nprint('django' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "False"


def test_a_command_starts_the_database_and_stops_it_after(house: House) -> None:
    done = house.run("migrate")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert postgres.running(house.cluster) is None


def test_the_last_one_out_stops_the_database(house: House) -> None:
    worker = house.begin("worker")
    eventually(lambda: postgres.ready(house.cluster))
    time.sleep(0.2)
    assert house.run("migrate").returncode == 0
    assert postgres.running(house.cluster) is not None
    worker.terminate()
    worker.wait(PATIENCE)
    assert house.run("migrate").returncode == 0
    assert postgres.running(house.cluster) is None


def test_a_command_leaves_a_database_that_somebody_else_started(house: House) -> None:
    postgres.start(house.cluster, house.socket)
    assert house.run("migrate").returncode == 0
    assert postgres.running(house.cluster) is not None


def test_a_command_leaves_the_database_of_serve_alone(house: House) -> None:
    serve = house.serve()
    database = child(serve, "bin/postgres").pid
    assert house.run("migrate").returncode == 0
    assert postgres.running(house.cluster) == database


def test_serve_takes_over_from_a_command_that_came_first(house: House) -> None:
    worker = house.begin("worker")
    eventually(lambda: postgres.ready(house.cluster))
    house.serve()
    worker.terminate()
    worker.wait(PATIENCE)
    eventually(lambda: house.health() == 200)
