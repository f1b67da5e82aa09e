"""Registration opens for thousands at once: python -m benchmarks.events

Members of a network of their own press "I'm coming" within a minute, each once, through the whole
web server, for fewer seats than they are. Half-way one of the web server's workers is killed; who
got no answer presses again, as people do. Afterwards the rows are counted: nobody may have a seat
that is not there, and nobody who was told that she is on the list may be missing. Then helpers at
the door scan the tickets of who has a seat, as fast as they can.
"""

import argparse
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks import tables
from benchmarks.client import TOKEN
from benchmarks.network import Shape, environment, make, served
from benchmarks.today import within

PEOPLE, SEATS, SECONDS, CLIENTS, HELPERS = 5_000, 1_000, 60, 32, 2
NEEDED_SCANS = 20  # a second
BODY = f"csrfmiddlewaretoken={TOKEN}"
COLUMNS = (
    *("people for seats", "p50 ms", "p99 ms", "slowest ms", "killed"),
    *("pressed again", "gave up", "lost", "sold too many", "scans /s"),
)
PATIENCE = 15  # s: how long somebody whose page broke tries again


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seats", type=int, default=SEATS)
    parser.add_argument(
        "--lay-out", type=int, metavar="SEATS", help="in the network of VAKNET_DATA"
    )
    parser.add_argument("--count", type=int, metavar="EVENT", help="the rows, there")
    chosen = parser.parse_args()
    if chosen.lay_out is not None:
        sys.stdout.write(json.dumps(within(lambda: _laid_out(chosen.lay_out))))
        return
    if chosen.count is not None:
        sys.stdout.write(json.dumps(within(lambda: _counted(chosen.count))))
        return
    shape = Shape(chosen.people, 10, 1_000)
    data = make(shape)
    world = _step(data, "--lay-out", chosen.seats)
    with served(data) as (port, house):
        found = _opened(port, house, world)
    counted = _step(data, "--count", world["event"])
    with served(data) as (port, _house):
        scanned = _scanned(port, world | counted)
    result = found | _judged(found, counted, chosen.seats) | scanned
    result.pop("told")
    _write(tables.keep("events", f"{chosen.people} for {chosen.seats}", result))


def _step(data: Path, option: str, value: int) -> dict[str, Any]:
    settings = environment(data) | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"}
    command = [sys.executable, "-m", "benchmarks.events", option, str(value)]
    done = subprocess.run(command, env=os.environ | settings, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _laid_out(seats: int) -> dict[str, Any]:
    """A new event, and a session of each member."""
    from django.utils import timezone  # noqa: PLC0415

    from benchmarks.world import _session  # noqa: PLC0415
    from vaknet.domain.activity.models import Actor  # noqa: PLC0415
    from vaknet.domain.events import actions  # noqa: PLC0415
    from vaknet.domain.groups.models import Group  # noqa: PLC0415
    from vaknet.domain.people.models import Account  # noqa: PLC0415

    accounts = list(Account.objects.filter(actor__kind="person").select_related("actor"))
    day = timezone.now() + timedelta(days=30)
    details = actions.EventDetails(
        name=f"Opening {day.isoformat()}",
        venue="Werkspoorhal",
        starts_at=day,
        ends_at=day + timedelta(hours=7),
        capacity=seats,
    )
    organiser: Actor = accounts[0].actor
    event = actions.lay_out_event(
        organiser,
        details=details,
        groups_that_hold=list(Group.objects.order_by("pk")[:1]),
        coming=[],
        at=timezone.now(),
    )
    sessions = {account.actor_id: _session(account) for account in accounts}
    return {"event": event.pk, "organiser": sessions[organiser.pk], "sessions": sessions}


def _opened(port: int, house: psutil.Process, world: dict[str, Any]) -> dict[str, Any]:
    """Everybody presses at a moment of her own within the minute."""
    people = list(world["sessions"].items())
    path = f"/b/{world['event']}/ik-kom/"
    took: list[float] = []
    again: list[float] = []
    told: list[int] = []
    gave_up: list[int] = []
    began = time.perf_counter()
    turns = iter(enumerate(people))
    lock = threading.Lock()

    def press() -> None:
        while True:
            with lock:
                number, (person, session) = next(turns, (None, (None, None)))
            if number is None:
                return
            due = began + number * SECONDS / len(people)
            time.sleep(max(0.0, due - time.perf_counter()))
            tries = _pressed(port, path, session)
            with lock:
                (told if tries else gave_up).append(int(person))
                (took if tries <= 1 else again).append((time.perf_counter() - due) * 1000)

    threads = [threading.Thread(target=press) for _client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    time.sleep(max(0.0, began + SECONDS / 2 - time.perf_counter()))
    killed = _kill_a_worker(house)
    for thread in threads:
        thread.join()
    return {
        "p50": float(np.percentile(took, 50)),
        "p99": float(np.percentile(took, 99)),
        "slowest": float(max(took)),
        "seconds": time.perf_counter() - began,
        "pressed again": len(again),
        "gave up": len(gave_up),
        "killed": killed,
        "told": told,
    }


def _pressed(port: int, path: str, session: str) -> int:
    """How many times she pressed until she was told that she is on the list; 0: never."""
    headers = {
        "Host": "localhost",
        "Accept-Language": "nl",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
    }
    limit, tries = time.perf_counter() + PATIENCE, 0
    while time.perf_counter() < limit:
        tries += 1
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        with suppress(OSError, http.client.HTTPException):
            connection.request("POST", path, BODY, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status == 303:
                return tries
        connection.close()
        time.sleep(0.2)
    return 0


def _kill_a_worker(house: psutil.Process) -> str:
    """One that serves pages, in the midst of them: it has no time to end anything."""
    below = house.children(recursive=True)
    workers = [one for one in below if "vaknet web worker" in " ".join(one.cmdline())]
    workers[0].send_signal(signal.SIGKILL)
    return "a web worker"


def _counted(event: int) -> dict[str, Any]:
    from vaknet.domain.events.models import Event, Registration  # noqa: PLC0415

    rows = Registration.objects.filter(event=event, cancelled_at=None)
    seated = rows.filter(seated_at__isnull=False)
    return {
        "on the list": list(rows.values_list("person", flat=True)),
        "seated": seated.count(),
        "seats counted": Event.objects.values_list("seats_taken", flat=True).get(pk=event),
        "codes": list(seated.values_list("code", flat=True)),
    }


def _judged(found: dict[str, Any], counted: dict[str, Any], seats: int) -> dict[str, Any]:
    lost = set(found["told"]) - set(counted["on the list"])
    return {
        "lost": len(lost),
        "oversold": counted["seated"] - seats,
        "count is right": counted["seats counted"] == counted["seated"],
    }


def _scanned(port: int, world: dict[str, Any]) -> dict[str, Any]:
    """Two helpers with a phone each, one ticket after another."""
    path, codes = f"/b/{world['event']}/deur/", iter(world["codes"][:600])
    lock, done = threading.Lock(), [0]
    headers = {
        "Host": "localhost",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={world['organiser']}; csrftoken={TOKEN}",
    }

    def scan() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        while True:
            with lock:
                code = next(codes, None)
            if code is None:
                return
            connection.request("POST", path, f"{BODY}&code={code}", headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"The door answered {answer.status}.")
            with lock:
                done[0] += 1

    began = time.perf_counter()
    threads = [threading.Thread(target=scan) for _helper in range(HELPERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"scans": done[0], "scans per second": done[0] / (time.perf_counter() - began)}


def _write(known: dict[str, Any]) -> None:
    lines = [
        "# Registration opens",
        "`python -m benchmarks.events`",
        "",
        (__doc__ or "").split("\n\n", 1)[1].strip(),
        "",
        f"| {' | '.join(COLUMNS)} |",
        "|---" * len(COLUMNS) + "|",
    ]
    for name, one in known.items():
        lines.append(
            f"| {name} | {one['p50']:.0f} | {one['p99']:.0f} | {one['slowest']:.0f} |"
            f" {one['killed']} | {one['pressed again']} | {one['gave up']} | {one['lost']} |"
            f" {one['oversold']} |"
            f" {one['scans per second']:.0f} |"
        )
    lines += [
        "",
        f"Wanted: p99 of 1,000 ms, none lost, none too many, {NEEDED_SCANS} scans a second.",
    ]
    lines += [
        "",
        *(
            f"{name}: {one['machine']}, load {one['load']}, {one['on']}."
            for name, one in known.items()
        ),
    ]
    tables.write("events", lines)


if __name__ == "__main__":
    main()
