"""The programme of a large event: python -m benchmarks.programme

A day of 300 sessions, the first of them full and with a line, 400 who come; the page as a member
who chose something opens it, as a guest does, and keeping her choices. In a network made in
`var/bench`, asked in one process: what is measured is the page and not the way to it. A count of
requests bounds it, and what is made for it is taken back.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from benchmarks import tables
from benchmarks.network import Shape, environment, make

SMALL = Shape(1_000, 20, 2_000)
SESSIONS, AT_ONCE, ROOMS, PEOPLE = 300, 12, 12, 400
WARM_UP, REQUESTS = 20, 200
TARGET = 50  # ms, half of the visits
COLUMNS = ("what", "p50 ms", "p99 ms", "statements", "kB", "target", "")


def main() -> None:
    if "--step" in sys.argv:
        sys.stdout.write(json.dumps(_measured()))
        return
    settings = environment(make(SMALL)) | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"}
    command = [sys.executable, "-m", "benchmarks.programme", "--step"]
    done = subprocess.run(command, env=os.environ | settings, check=True, stdout=subprocess.PIPE)
    known = tables.keep("programme", f"{SESSIONS} sessions", json.loads(done.stdout))
    _write(known)


def _measured() -> dict[str, Any]:
    import django  # noqa: PLC0415 - once we know which data folder

    from vaknet.interfaces.commands import _database  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    with _database.running(), transaction.atomic():
        found = _asked()
        transaction.set_rollback(True)  # the network is as it was
    return found


def _asked() -> dict[str, Any]:
    from django.test import Client  # noqa: PLC0415

    event, member = _make()
    hers = Client()
    hers.force_login(member.account)
    address = f"/b/{event.pk}/programma/"
    sent = {"round_0": str(event.sessions.filter(kind="workshop").first().pk)}
    return {
        "a member opens it": _times(lambda: hers.get(address)),
        "a guest opens it": _times(lambda: Client().get(address)),
        "a member keeps her choices": _times(lambda: hers.post(address, sent)),
        "JSON for apps": _times(lambda: Client().get(f"/b/{event.pk}/programma.json")),
    }


def _make() -> tuple[Any, Any]:
    from django.utils import timezone  # noqa: PLC0415

    from vaknet.domain.activity.models import Actor  # noqa: PLC0415
    from vaknet.domain.events.models import (  # noqa: PLC0415
        Event,
        EventOrganiser,
        Registration,
    )
    from vaknet.domain.programme import actions  # noqa: PLC0415
    from vaknet.domain.programme.models import Speaker  # noqa: PLC0415

    people = list(Actor.objects.filter(kind="person", account__isnull=False)[:PEOPLE])
    organiser, member = people[0], people[1]
    now = timezone.now()
    starts_at = (now + timedelta(days=30)).replace(minute=0, second=0, microsecond=0)
    event = Event.objects.create(
        name="Grote dag", readers="public", starts_at=starts_at, venue="Jaarbeurs",
        ends_at=starts_at + timedelta(days=3), zone="Europe/Amsterdam", published_at=now,
    )  # fmt: skip
    EventOrganiser.objects.create(event=event, actor=organiser)
    Registration.objects.bulk_create(
        Registration(event=event, person=one, code=f"B{one.pk:07}", seated_at=now) for one in people
    )
    rooms = [
        actions.keep_room(organiser, event=event, name=f"Zaal {number}", capacity=20 + number)
        for number in range(ROOMS)
    ]
    for number in range(SESSIONS):
        begins = starts_at + timedelta(hours=number // AT_ONCE)
        told = actions.SessionDetails(
            title=f"Workshop {number} over vergunningen", abstract="Zo doen wij het. " * 20,
            starts_at=begins, ends_at=begins + timedelta(minutes=50),
            room=rooms[number % AT_ONCE],
        )  # fmt: skip
        session = actions.plan_session(organiser, event=event, details=told)
        Speaker.objects.create(
            event=event, session=session, actor=people[number % PEOPLE], position=1,
            span=(told.starts_at, told.ends_at), agreed_at=now,
        )  # fmt: skip
    actions.publish_programme(organiser, event=event)
    first = list(event.sessions.order_by("starts_at", "pk")[:AT_ONCE])
    for number, one in enumerate(people[1:]):
        room = first[number % len(first)].pk
        full = actions.choose_sessions(one, event=event, sessions=[room]).full
        if full:
            actions.choose_sessions(one, event=event, sessions=[], waiting=[room])
    return event, member


def _times(ask: Callable[[], Any]) -> dict[str, Any]:
    from django.db import connection  # noqa: PLC0415

    sent: list[str] = []

    def count(execute: Any, sql: str, *more: Any) -> Any:
        sent.append(sql)
        return execute(sql, *more)

    for _ in range(WARM_UP):
        answer = ask()
    with connection.execute_wrapper(count):
        answer = ask()
    if answer.status_code not in {200, 303}:
        raise RuntimeError(f"{answer.status_code} instead of the page")
    took = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    hundredths = statistics.quantiles(took, n=100)
    return {
        "p50": round(hundredths[49], 1),
        "p99": round(hundredths[98], 1),
        "statements": len(sent),
        "kB": round(len(answer.content) / 1000, 1),
    }


def _write(known: dict[str, Any]) -> None:
    lines = [
        "# The programme of a large event",
        "`python -m benchmarks.programme`",
        "",
        "In one process, without the way to it over a connection.",
    ]
    for shape, found in known.items():
        lines += ["", f"## {shape}", tables.circumstances(found), "", *tables.head(COLUMNS)]
        lines += [_row(what, one) for what, one in found.items() if isinstance(one, dict)]
    tables.write("programme", lines)


def _row(what: str, one: dict[str, Any]) -> str:
    met = "met" if one["p50"] <= TARGET else "**not met**"
    return tables.row(
        [what, one["p50"], one["p99"], one["statements"], one["kB"], f"≤ {TARGET} ms", met]
    )


if __name__ == "__main__":
    main()
