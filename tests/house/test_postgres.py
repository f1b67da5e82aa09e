"""Our own PostgreSQL, in folders that are closed, long, half made or left behind."""

import os
import pwd
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.house.conftest import House, end, eventually, socket_of
from vaknet.kit import passage, postgres, postgres_programs
from vaknet.kit.postgres_programs import PostgresError


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Iterator[Path]:
    """A cluster that was made before, behind a folder that is closed to others."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    shutil.copytree(prepared, closed / "data", copy_function=shutil.copy2)
    yield closed / "data"
    postgres.stop(closed / "data" / "postgres", 5)
    shutil.rmtree(socket_of(closed / "data"), ignore_errors=True)


def _start(data: Path, options: str = "") -> int:
    postgres.start(data / "postgres", socket_of(data), options)
    pid = postgres.running(data / "postgres")
    assert pid is not None
    assert postgres.ready(data / "postgres")
    return pid


def test_it_starts_behind_a_closed_folder_that_stays_closed(data: Path) -> None:
    pid = _start(data)
    assert psutil.Process(pid).username() == _server_user()
    assert data.parent.stat().st_mode & stat.S_IRWXO == 0


def _server_user() -> str:
    return "vaknet-postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def test_passage_is_for_one_user_and_for_passing_only(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "inside").mkdir(parents=True)
    closed.chmod(0o700)
    passage.open_way(12345, closed / "inside")
    passage.open_way(54321, closed / "inside")
    rights = passage._unpacked(os.getxattr(closed, passage.ACL))
    assert rights == [
        (passage.USER_OBJ, 7, passage.NOBODY),
        (passage.USER, 1, 12345),
        (passage.USER, 1, 54321),
        (passage.GROUP_OBJ, 0, passage.NOBODY),
        (passage.MASK, 1, passage.NOBODY),
        (passage.OTHER, 0, passage.NOBODY),
    ]


def test_programs_that_were_installed_closed_are_opened_to_read(tmp_path: Path) -> None:
    program = tmp_path / "top" / "bin" / "postgres"
    program.parent.mkdir(parents=True, mode=0o700)
    program.touch(mode=0o700)
    (program.parent / "notes").touch(mode=0o600)
    passage.open_to_read(tmp_path / "top")
    modes = [path.stat().st_mode & 0o777 for path in (program, program.parent / "notes")]
    assert modes == [0o755, 0o644]


def test_nobody_else_reaches_the_socket(data: Path) -> None:
    _start(data)
    assert (socket_of(data)).stat().st_mode & 0o777 == 0o700
    connections = psutil.Process(postgres.running(data / "postgres")).net_connections("inet")
    assert connections == []


def test_starting_twice_is_starting_once(data: Path) -> None:
    assert _start(data) == _start(data)


def test_what_a_killed_server_left_does_not_matter(data: Path) -> None:
    server = psutil.Process(_start(data))
    end(server)
    eventually(lambda: postgres.running(data / "postgres") is None)
    assert (data / "postgres" / "postmaster.pid").exists()
    assert _start(data) != server.pid


def test_a_note_with_the_id_of_another_process_does_not_matter(data: Path) -> None:
    (data / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{data / 'postgres'}\n")
    assert postgres.running(data / "postgres") is None
    assert _start(data) != os.getpid()


def test_a_cluster_that_was_half_made_is_made_anew(tmp_path: Path) -> None:
    half = tmp_path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    postgres.make(tmp_path / "postgres")
    assert (tmp_path / "postgres" / "global" / "pg_control").exists()
    assert not half.exists()


def test_another_version_is_told_and_nothing_is_touched(data: Path) -> None:
    version = data / "postgres" / "PG_VERSION"
    version.write_text("14\n")
    with pytest.raises(PostgresError, match="made by PostgreSQL 14, but 18 is installed"):
        _start(data)
    assert version.read_text() == "14\n"


def test_why_it_does_not_start_is_told_in_its_own_words(data: Path) -> None:
    with pytest.raises(PostgresError, match="unrecognized configuration parameter"):
        _start(data, "-c nonsense=1")


def test_a_database_is_made_once(data: Path) -> None:
    _start(data)
    postgres.create_database(socket_of(data), 'it\'s "new"')
    postgres.create_database(socket_of(data), 'it\'s "new"')


def test_a_folder_without_programs_is_told(tmp_path: Path) -> None:
    with pytest.raises(PostgresError, match=f"There is no PostgreSQL in {tmp_path}"):
        postgres_programs.programs(tmp_path)


def test_programs_from_elsewhere_can_be_used(data: Path) -> None:
    elsewhere = postgres_programs.programs()
    postgres.start(data / "postgres", socket_of(data), given=elsewhere)
    assert postgres.ready(data / "postgres")


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    long = tmp_path / ("a-rather-long-name-" * 6) / "data"
    socket = socket_of(long)
    assert len(str(socket)) < 60
    house = House(long)
    done = house.run("migrate")
    house.leave()
    assert (done.returncode, done.stderr) == (0, "")
