"""`vaknet serve`: all of it starts, all of it stops, and what falls over is set upright."""

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress

import psutil

from tests.house.conftest import PATIENCE, House, child, end, eventually, is_alive

MEMORY_LIMIT = 450_000_000


def test_ctrl_c_stops_everything_cleanly(house: House) -> None:
    serve = house.serve()
    eventually(lambda: house.health() == 200)
    family = serve.children(recursive=True)
    os.killpg(serve.pid, signal.SIGINT)  # as a terminal does
    assert house.started[0].wait(PATIENCE) == 0
    assert [process for process in family if is_alive(process)] == []
    assert not (house.cluster / "postmaster.pid").exists()
    lines = house.started[0].stdout.read().splitlines()
    assert lines[-2].endswith("stopping")
    assert lines[-1].endswith("stopped")


def test_only_serve_hears_the_terminal(house: House) -> None:
    """Whoever hears Ctrl-C and is asked to stop as well does not finish what it does."""
    serve = house.serve()
    eventually(lambda: house.health() == 200)
    hears = [one for one in serve.children(recursive=True) if _group_of(one) == serve.pid]
    assert hears == []
    web = child(serve, "vaknet web")
    assert _group_of(web) not in map(_group_of, web.children())


def _group_of(process: psutil.Process) -> int | None:
    with suppress(ProcessLookupError):  # PostgreSQL begins and ends some all the time
        return os.getpgid(process.pid)
    return None


def test_the_idle_group_is_small(house: House) -> None:
    serve = house.serve()
    eventually(lambda: house.health() == 200)
    group = [serve, *serve.children(recursive=True)]
    assert sum(process.memory_full_info().pss for process in group) < MEMORY_LIMIT


PARTING = """
import sys
import psutil
from vaknet.interfaces.commands import _loaded
_loaded.load()
from django.db import connections
open_ones = [one.alias for one in connections.all(initialized_only=True) if one.connection]
modules = {"vaknet.interfaces.web.start", "vaknet.interfaces.jobs.tasks"}
print(psutil.Process().num_threads(), open_ones, modules <= sys.modules.keys())
"""


def test_when_programs_part_pages_and_jobs_are_loaded_and_nothing_is_shared_that_acts(
    house: House,
) -> None:
    """A thread or a connection of before would be broken, or one of two processes."""
    done = subprocess.run(
        [sys.executable, "-c", PARTING],
        env=house.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "1 [] True\n"


def test_one_of_two_processes_that_serve_pages_is_made_anew_and_the_other_goes_on(
    house: House,
) -> None:
    serve = house.serve()
    eventually(lambda: house.health() == 200)
    web = child(serve, "vaknet web")
    first, second = web.children()
    end(first)
    eventually(lambda: len(web.children()) == 2 and first not in web.children())
    assert second in web.children()
    assert child(serve, "vaknet web") == web
    eventually(lambda: house.health() == 200)


SLOW = (
    "POST /inloggen/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken={0}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n"
    "csrfmiddlewaretoken={0}"
)


def test_whoever_sends_slowly_does_not_keep_pages_from_others(house: House) -> None:
    """Twenty of them, which is more than all threads. Of two processes one, so that it is found."""
    house.serve(VAKNET_WEB_WORKERS="1")
    eventually(lambda: house.health() == 200)
    with ExitStack() as stack:
        for _ in range(20):
            to_us = stack.enter_context(socket.create_connection(("127.0.0.1", house.port), 5))
            to_us.sendall(SLOW.format("a" * 32).encode())
        assert [house.health() for _ in range(5)] == [200] * 5
        to_us.settimeout(20)
        said = to_us.recv(4_000).decode()
        assert said.startswith("HTTP/1.1 503 ")
        assert "retry-after: 60" in said.lower()
        assert [house.health() for _ in range(5)] == [200] * 5


def test_a_second_start_on_the_same_folder_says_so(house: House) -> None:
    house.serve()
    second = house.run("serve", "--port", "8999")
    assert second.returncode == 1
    assert second.stderr == f"Error: Vaknet is already serving {house.data}.\n"
    assert house.health() is not None


def test_a_used_port_is_told_in_a_sentence(house: House) -> None:
    with socket.create_server(("127.0.0.1", house.port)):
        done = house.run("serve", "--port", str(house.port))
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{house.port} (Address already in use)" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_killed_worker_is_started_again(house: House) -> None:
    serve = house.serve()
    eventually(lambda: house.health() == 200)
    worker = child(serve, "vaknet worker")
    end(worker)
    eventually(lambda: not is_alive(worker) and _has_new(serve, "vaknet worker", worker))


def test_a_killed_web_server_is_started_again(house: House) -> None:
    serve = house.serve()
    web = child(serve, "vaknet web")
    family = web.children(recursive=True)
    end(web)
    # None of its processes may linger: it would hold the port and keep visitors waiting.
    eventually(lambda: not any(map(is_alive, [web, *family])))
    eventually(lambda: _has_new(serve, "vaknet web", web))
    eventually(lambda: house.health() == 200)


def test_when_the_one_they_parted_from_is_killed_all_of_them_are_made_anew(house: House) -> None:
    serve = house.serve()
    eventually(lambda: house.health() == 200)
    loaded = child(serve, "_loaded")
    family = loaded.children(recursive=True)
    assert child(serve, "vaknet worker") in family
    end(loaded)
    eventually(lambda: not any(map(is_alive, [loaded, *family])))
    eventually(lambda: _has_new(serve, "_loaded", loaded))
    eventually(lambda: house.health() == 200)
    eventually(lambda: _has_new(serve, "vaknet worker", loaded))


def test_a_killed_database_is_started_again(house: House) -> None:
    serve = house.serve()
    eventually(lambda: house.health() == 200)
    database = child(serve, "bin/postgres")
    end(database)
    eventually(lambda: not is_alive(database) and _has_new(serve, "bin/postgres", database))
    eventually(lambda: house.health() == 200)


def _has_new(serve: psutil.Process, word: str, old: psutil.Process) -> bool:
    try:
        return child(serve, word).pid != old.pid
    except (StopIteration, psutil.NoSuchProcess):
        return False


def test_a_killed_parent_leaves_nothing_in_the_way(house: House) -> None:
    serve = house.serve()
    family = serve.children(recursive=True)
    assert len(family) > 3
    end(serve)
    eventually(lambda: not any(is_alive(process) for process in family))
    again = house.serve()
    eventually(lambda: house.health() == 200)
    assert again.pid != serve.pid


def test_after_a_crash_of_everything_it_starts_again(house: House) -> None:
    serve = house.serve()
    for process in [serve, *serve.children(recursive=True)]:
        if is_alive(process):
            end(process)
    house.started[0].wait(PATIENCE)
    eventually(lambda: house.health() is None)
    house.serve()
    eventually(lambda: house.health() == 200)


def test_a_broken_database_is_told_and_not_tried_for_ever(house: House) -> None:
    done = house.run("serve", "--port", str(house.port), VAKNET_POSTGRES_OPTIONS="-c nonsense=1")
    assert done.returncode == 1
    assert "PostgreSQL did not start. It said:" in done.stderr
    assert 'unrecognized configuration parameter "nonsense"' in done.stderr


def test_a_sign_in_link_for_nobody_stops_nothing(house: House) -> None:
    house.serve("--link-for", "nobody")
    process = house.started[0]
    limit = threading.Timer(PATIENCE, process.kill)
    limit.start()
    said = next(line for line in process.stdout if line.startswith("Error"))
    limit.cancel()
    assert said == "Error: There is no member with the handle nobody.\n"
    eventually(lambda: house.health() == 200)


def test_the_supervisor_does_not_load_django() -> None:
    question = "import sys, vaknet.interfaces.commands.serve; print('django' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "False"
