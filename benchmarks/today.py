"""Today in a large network: python -m benchmarks.today

How long the plan of one member takes, as the first visit of a day makes it, and the plans of all of
them by as many processes as there are cores, counted from some thousands; the start page as members
open it; and over some weeks whom members are to meet: how many, how many different ones,
and how often somebody unexpected. What the weeks lay out is taken back.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from benchmarks import pages, tables
from benchmarks.network import Shape, environment, make

LARGE = Shape(100_000, 50, 50_000)
PLANS, WARM_UP, WEEKS, MEETERS = 400, 20, 6, 150
MORNING = 1_000  # by each process
REQUESTS, SECONDS = 500, 60
SLOWEST_PLAN, SLOWEST_PAGE = 15, 25  # ms
LONGEST_MORNING = 10  # minutes
COLUMNS = ("what", "measured", "target", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--people", type=int, default=LARGE.people)
    parser.add_argument("--step", action="store_true", help="in the network of VAKNET_DATA")
    parser.add_argument("--morning", type=int, metavar="N", help="the plans of process N, there")
    chosen = parser.parse_args()
    if chosen.step:
        sys.stdout.write(json.dumps(within(_planned)))
        return
    if chosen.morning is not None:
        sys.stdout.write(json.dumps(_all_of_a_morning(chosen.morning)))
        return
    shape = Shape(chosen.people, LARGE.ties, LARGE.posts)
    found = _measured(make(shape))
    [page] = pages.measured(shape, requests=REQUESTS, seconds=SECONDS, only=["start page"])
    known = tables.keep("today", str(shape), found | {"page": page})
    _write(known)


def _measured(data: Path) -> dict[str, Any]:
    """In a process of its own, which the settings of that network are read in."""
    settings = environment(data) | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"}
    command = [sys.executable, "-m", "benchmarks.today", "--step"]
    done = subprocess.run(command, env=os.environ | settings, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def within(step: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What it gives, with the database of that network running."""
    import django  # noqa: PLC0415 - once we know which data folder

    from vaknet.interfaces.commands import _database  # noqa: PLC0415

    django.setup()
    with _database.running():
        return step()


def _planned() -> dict[str, Any]:
    from vaknet.domain.activity.models import Actor  # noqa: PLC0415
    from vaknet.domain.notices.models import Rhythm  # noqa: PLC0415

    people = list(Actor.objects.filter(kind="person", account__isnull=False).order_by("pk"))
    rhythms = [Rhythm(actor=one, days=[*range(1, 8)], on_holidays=True) for one in people]
    Rhythm.objects.bulk_create(rhythms, ignore_conflicts=True, batch_size=5_000)
    chosen = Random(1).sample(people, min(len(people), PLANS + WARM_UP))
    return _plans(chosen) | _weeks(chosen[:MEETERS]) | _morning(len(people))


def _morning(people: int) -> dict[str, Any]:
    """How many minutes all of them take, by what some thousands took."""
    command = [sys.executable, "-m", "benchmarks.today", "--morning"]
    processes = [
        subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE)
        for number in range(os.cpu_count() or 1)
    ]
    found = [json.loads(one.communicate()[0]) for one in processes]
    rate = sum(MORNING / one["seconds"] for one in found)
    return {
        "morning": round(people / rate / 60, 1),
        "morning MB": max(one["MB"] for one in found),
        "processes": len(found),
    }


def _all_of_a_morning(number: int) -> dict[str, float]:
    """The database is running: who began this has it."""
    import django  # noqa: PLC0415

    django.setup()
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from vaknet.domain.activity.models import Actor  # noqa: PLC0415
    from vaknet.domain.notices import actions  # noqa: PLC0415
    from vaknet.domain.notices.rounds import planned  # noqa: PLC0415
    from vaknet.domain.notices.stops import Moment  # noqa: PLC0415

    rows = Actor.objects.filter(kind="person", account__isnull=False).order_by("pk")
    some = Random(number).sample(list(rows), MORNING)
    now, chance = timezone.now(), Random(number)
    with transaction.atomic():
        for person in some:  # as on any morning: she had a round on a day of the week before
            day = timezone.localdate(now) - timedelta(days=chance.randint(1, 7))
            actions.lay_round(actor=person, day=day, stops=planned(Moment(person, now, day)))
        began = time.perf_counter()
        for person in some:
            planned(Moment(person, now, timezone.localdate(now)))
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "MB": round(peak)}


def _plans(people: list[Any]) -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415

    from vaknet.domain.notices.rounds import planned  # noqa: PLC0415
    from vaknet.domain.notices.stops import Moment  # noqa: PLC0415

    now, took, stops = timezone.now(), [], []
    for person in people:
        began = time.perf_counter()
        line = planned(Moment(person, now, timezone.localdate(now)))
        took.append(1000 * (time.perf_counter() - began))
        stops.append(len(line))
    p50, p99 = np.percentile(took[WARM_UP:], [50, 99])
    mean = sum(took[WARM_UP:]) / len(took[WARM_UP:])
    return {
        "plan p50": round(float(p50), 1),
        "plan p99": round(float(p99), 1),
        "plan mean": round(mean, 1),
        "stops": round(sum(stops) / len(stops), 1),
    }


def _weeks(people: list[Any]) -> dict[str, Any]:
    """A round each week, laid out and kept in mind for the next."""
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from vaknet.domain.notices import actions  # noqa: PLC0415
    from vaknet.domain.notices.rounds import planned  # noqa: PLC0415
    from vaknet.domain.notices.stops import Moment, Stop  # noqa: PLC0415

    met: list[Stop] = []
    with transaction.atomic():
        for week in range(WEEKS):
            now = timezone.now() + timedelta(weeks=week)
            day = timezone.localdate(now)
            for person in people:
                line = planned(Moment(person, now, day))
                actions.lay_round(actor=person, day=day, stops=line)
                met += [stop for stop in line if stop.kind == "meet"]
        transaction.set_rollback(True)
    often = Counter(stop.number for stop in met)
    return {
        "rounds": WEEKS * len(people),
        "met": len(met),
        "different": len(often),
        "most often": max(often.values(), default=0),
        "unexpected": sum(stop.unexpected for stop in met),
    }


def _write(known: dict[str, Any]) -> None:
    text = ["# Today in a large network", "`python -m benchmarks.today`"]
    for shape, found in known.items():
        page = found["page"]
        plan = f"{found['plan p50']} ms, p99 {found['plan p99']}, mean {found['plan mean']}"
        opened = f"{page['p50']} ms, p99 {page['p99']}, {page['queries']} queries"
        meets = f"{found['met']} in {found['rounds']} weekly rounds"
        rows = [
            [f"plan of one member, p50 ({found['stops']} stops)", plan, f"≤ {SLOWEST_PLAN} ms",
             _met(found["plan p50"], SLOWEST_PLAN)],
            ["start page, p50", opened, f"≤ {SLOWEST_PAGE} ms", _met(page["p50"], SLOWEST_PAGE)],
            ["the plans of all, " + f"{found['processes']} processes",
             f"{found['morning']} minutes, {found['morning MB']} MB each",
             f"≤ {LONGEST_MORNING} minutes", _met(found["morning"], LONGEST_MORNING)],
            ["people to meet", meets, "", ""],
            ["different people among them", found["different"], "", ""],
            ["the one suggested most often", f"{found['most often']} times", "", ""],
            ["unexpected ones", found["unexpected"], "", ""],
        ]  # fmt: skip
        text += ["", f"## {shape}", tables.circumstances(found), "", *tables.head(COLUMNS)]
        text += [tables.row(row) for row in rows]
    tables.write("today", text)


def _met(measured: float, most: float) -> str:
    return "met" if measured <= most else "**not met**"


if __name__ == "__main__":
    main()
