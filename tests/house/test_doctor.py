"""`vaknet doctor`: each thing is really broken, and told in words that say what to do."""

import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult

from tests.house.conftest import House, eventually
from tests.ports import free_port
from vaknet.configuration import read
from vaknet.interfaces.commands import _checks
from vaknet.interfaces.jobs.finder import REBUILD
from vaknet.kit import pdf, postgres, postgres_programs


@contextmanager
def _mail_server(**options: object) -> Iterator[int]:
    port = free_port()
    server = Controller(Sink(), hostname="127.0.0.1", port=port, ready_timeout=60.0, **options)
    server.start()
    try:
        yield port
    finally:
        server.stop()


def _wrong(house: House, **settings: str) -> list[str]:
    """What doctor finds wrong, without the mail that is never set up here."""
    done = house.run("doctor", **settings)
    assert done.returncode == 1
    assert done.stderr == ""
    lines = [line for line in done.stdout.splitlines() if line.startswith("WRONG")]
    if "VAKNET_MAIL_HOST" not in settings:
        assert lines[-1].startswith("WRONG  Mail: mail is not configured. Nobody gets a letter")
        lines.pop()
    return [line.removeprefix("WRONG  ") for line in lines]


def _break(house: House, statement: str) -> None:
    socket_folder = house.socket
    postgres.start(house.cluster, socket_folder)
    psql = [postgres_programs.programs() / "psql", "-h", socket_folder, "-U", "postgres", "-X"]
    postgres_programs.run([*psql, "-c", statement, "vaknet"], None)
    postgres.stop(house.cluster)


def test_all_is_well_when_mail_is_set_up(house: House) -> None:
    with _mail_server() as port:
        done = house.run(
            "doctor",
            VAKNET_MAIL_HOST="127.0.0.1",
            VAKNET_MAIL_PORT=str(port),
            VAKNET_MAIL_TLS="none",
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("All is well.\n")
    assert [line for line in done.stdout.splitlines() if line.startswith("WRONG")] == []


def test_only_mail_is_wrong_at_first(house: House) -> None:
    assert _wrong(house) == []


def test_a_database_that_is_not_there(house: House) -> None:
    found = _wrong(house, DATABASE_URL="postgresql://me:geheim@127.0.0.1:1/vaknet")
    assert len(found) == 1
    assert found[0].startswith("Database: cannot be reached: ")
    assert found[0].endswith("Check DATABASE_URL, and whether that server runs.")
    assert "geheim" not in found[0]


def test_a_database_that_does_not_start(house: House) -> None:
    found = _wrong(house, VAKNET_POSTGRES_OPTIONS="-c nonsense=1")
    assert found == ["Database: PostgreSQL did not start. It said:"]


def test_migrations_that_are_missing(house: House) -> None:
    _break(house, "DELETE FROM django_migrations WHERE app = 'finding'")
    found = _wrong(house)
    assert len(found) == 1
    assert "behind this version. Run: vaknet migrate" in found[0]


def test_a_job_that_failed_is_told_by_kind_and_not_by_content(house: House) -> None:
    house.serve()
    eventually(lambda: house.health() == 200)
    _defer(house, REBUILD, '{"secret": "geheim"}')
    eventually((house.data / "last-failed-job.json").exists)
    alone = [f"Jobs: 1 failed for good. The last was {REBUILD}: TypeError."]
    eventually(lambda: _wrong(house) == alone)  # also what serves beside the pages is there by then
    note = (house.data / "last-failed-job.json").read_text()
    assert "geheim" not in note


def _defer(house: House, task: str, arguments: str) -> None:
    where = ["-h", house.socket, "-U", "postgres", "-X"]
    columns = "queue_name, task_name, args"
    statement = (
        f"INSERT INTO procrastinate_jobs ({columns}) VALUES ('default', '{task}', '{arguments}')"  # noqa: S608
    )
    psql = postgres_programs.programs() / "psql"
    postgres_programs.run([psql, *where, "-c", statement, "vaknet"], None)


def test_jobs_that_wait_too_long(house: House) -> None:
    _break(
        house,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)"
        " VALUES ('default', 'follow_up', now() - interval '1 hour')",
    )
    assert _wrong(house) == ["Jobs: 1 have waited more than 10 minutes."]


def test_jobs_that_fail_again_and_again(house: House) -> None:
    _break(
        house,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, attempts, scheduled_at)"
        " VALUES ('default', 'follow_up', 4, now() + interval '1 hour')",
    )
    assert _wrong(house) == [
        "Jobs: 1 failed 3 times or more and are tried again later. The log of the worker tells why."
    ]


def test_a_worker_that_does_not_run(house: House) -> None:
    postgres.start(house.cluster, house.socket)
    url = f"postgresql://postgres@/vaknet?host={house.socket}"
    assert _wrong(house, DATABASE_URL=url) == [
        "Worker: does not run: no letters go out. Start `vaknet serve` or `vaknet worker`."
    ]


def test_a_clock_that_is_behind(house: House) -> None:
    later = time.time() + 3 * 86_400
    os.utime(house.data / "secret-key", (later, later))
    (found,) = _wrong(house)
    assert found.startswith("Clock: the clock is 3 days behind")


def test_a_clock_that_differs_from_the_database(house: House) -> None:
    c = read({"VAKNET_DATA": str(house.data)})
    (found,) = _checks.clock(c, time.time() - 3600)
    assert not found.well
    assert found.sentence == ("this machine and the database differ 60 minutes. Set both clocks.")


def test_a_disk_that_is_nearly_full(house: House) -> None:
    """The only thing that is not really broken: more is asked for than any disk here has."""
    c = read({"VAKNET_DATA": str(house.data)})
    (found,) = _checks.disk(c, enough=10**18)
    assert not found.well
    assert "the disk is nearly full: only" in found.sentence


@pytest.mark.parametrize("name", ["secret-key", "vaknet.env"])
def test_a_secret_that_others_may_read(house: House, name: str) -> None:
    path = house.data / name
    path.touch()
    path.chmod(0o644)
    assert _wrong(house) == [
        f"Secrets: others on this machine may read {path}. Run: chmod 600 {path}"
    ]


def test_a_data_folder_that_others_may_read(house: House) -> None:
    house.data.chmod(0o755)
    assert _wrong(house) == [
        f"Secrets: others on this machine may read {house.data}. Run: chmod 700 {house.data}"
    ]


def test_an_address_that_is_not_https(house: House) -> None:
    (found,) = _wrong(house, VAKNET_BASE_URL="http://vaknet.example.org")
    assert found.startswith("Address: http://vaknet.example.org is not https")


def test_https_without_a_proxy(house: House) -> None:
    (found,) = _wrong(house, VAKNET_BASE_URL="https://vaknet.example.org")
    assert found.startswith("Address: https://vaknet.example.org needs a proxy that does https")


def test_code_shown_to_visitors_and_a_typing_error(house: House) -> None:
    found = _wrong(
        house,
        VAKNET_DEBUG="yes",
        VAKNET_BASE_URL="https://vaknet.example.org",
        VAKNET_PROXIES="1",
        VAKNET_LANGAUGE="nl",
    )
    assert found == [
        "Settings: There is no setting VAKNET_LANGAUGE. Did you mean VAKNET_LANGUAGE?",
        "Settings: VAKNET_DEBUG is on: visitors see code. Set it to no.",
    ]


def _mail_finding(tmp_path: Path, port: int, *, seconds: float = 60, **settings: str) -> str:
    given = {"VAKNET_DATA": str(tmp_path), "VAKNET_MAIL_HOST": "127.0.0.1"}
    c = read(given | {"VAKNET_MAIL_PORT": str(port)} | settings)
    (found,) = _checks.mail(c, seconds=seconds)
    assert not found.well
    assert "geheim" not in found.sentence
    return found.sentence.removeprefix(f"the mail server 127.0.0.1:{port} ")


def test_a_mail_server_that_is_not_there(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        said = _mail_finding(tmp_path, closed.getsockname()[1])
    assert said.startswith("cannot be reached (Connection refused).")


def test_a_mail_server_that_never_answers(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        said = _mail_finding(tmp_path, silent.getsockname()[1], seconds=1)
    assert said.startswith("cannot be used (no answer in time).")


def test_a_mail_server_without_tls(tmp_path: Path) -> None:
    with _mail_server() as port:
        assert _mail_finding(tmp_path, port).startswith("answers, but not as it should")


def test_a_mail_server_that_speaks_no_tls_from_the_start(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_greet_in_plain, args=[server])
        thread.start()
        said = _mail_finding(tmp_path, server.getsockname()[1], VAKNET_MAIL_TLS="tls")
        thread.join(5)
    assert said.startswith("does not speak TLS as we ask.")
    assert issubclass(ssl.SSLError, OSError)


def _greet_in_plain(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        connection.sendall(b"220 mail.example.org ESMTP\r\n" * 8)
        connection.recv(1024)


def test_a_mail_server_that_refuses_our_password(tmp_path: Path) -> None:
    def refuse(*_: object) -> AuthResult:
        return AuthResult(success=False, handled=False)

    with _mail_server(authenticator=refuse, auth_require_tls=False) as port:
        said = _mail_finding(
            tmp_path,
            port,
            VAKNET_MAIL_TLS="none",
            VAKNET_MAIL_USER="me",
            VAKNET_MAIL_PASSWORD="geheim",
        )
    assert said.startswith("refuses our user name or password.")


def test_a_machine_that_cannot_set_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf.missing_libraries.cache_clear()
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(pdf.LIBRARIES, "Pango", ("libnot-on-this-machine.so.0",))
        [finding] = _checks.paper()
    pdf.missing_libraries.cache_clear()
    assert (finding.subject, finding.well) == ("PDF", False)
    assert finding.sentence == (
        "this machine lacks Pango, so there are no PDF files. Run bin/pango, which says what to "
        "install, and start Vaknet again. All else works."
    )
    assert [found.well for found in _checks.paper()] == [True]
