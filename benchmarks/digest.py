"""A morning of digests in a large network: python -m benchmarks.digest

So many members have something that waited. The run is killed on the way and begun again; then it is
counted who was written twice and who was not. Only what is written and handed to the worker that
sends is timed: how fast a mail server takes it is not ours. All of it is taken away afterwards.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks import tables
from benchmarks.network import environment, make
from benchmarks.today import LARGE, within

READERS = 20_000
KILLED_AFTER = (20, 45)  # seconds
COLUMNS = ("what", "measured")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--step", action="store_true", help="in the network of VAKNET_DATA")
    parser.add_argument("--run", action="store_true", help="the run itself, there")
    chosen = parser.parse_args()
    if chosen.run:
        sys.stdout.write(json.dumps(_run()))
        return
    if chosen.step:
        sys.stdout.write(json.dumps(within(lambda: _digests(chosen.readers))))
        return
    found = _measured(make(LARGE), chosen.readers)
    _write(tables.keep("digest", f"{chosen.readers:,} members of {LARGE}", found))


def _measured(data: Path, readers: int) -> dict[str, Any]:
    settings = environment(data) | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"}
    command = [sys.executable, "-m", "benchmarks.digest", "--step", "--readers", str(readers)]
    done = subprocess.run(command, env=os.environ | settings, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _digests(readers: int) -> dict[str, Any]:
    from vaknet.domain.notices.models import Digest, Notice  # noqa: PLC0415

    people = _let_wait(readers)
    try:
        return _killed_and_counted(people)
    finally:
        Digest.objects.filter(actor__in=people).delete()
        Notice.objects.filter(reader__in=people).delete()
        _letters().delete()


def _let_wait(readers: int) -> list[int]:
    """Each is told of two answers, and her digest is due."""
    from django.utils import timezone  # noqa: PLC0415

    from vaknet.domain.activity.models import Activity, Actor  # noqa: PLC0415
    from vaknet.domain.notices.models import Digest, Notice  # noqa: PLC0415

    now = timezone.now()
    rows = Actor.objects.filter(kind="person", account__isnull=False).order_by("pk")
    people = list(rows.values_list("pk", flat=True)[:readers])
    _letters().delete()
    Digest.objects.bulk_create(
        [Digest(actor_id=one, every="day", next_at=now) for one in people], batch_size=5_000
    )
    answered = list(Activity.objects.filter(verb="answered").order_by("-pk")[: 2 * readers])
    notices = [
        Notice(
            reader_id=reader,
            activity=activity,
            kind="answers",
            matter="question-0",
            at=activity.at,
            due_at=now,
        )
        for reader, activity in _askers(answered)
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=5_000)
    Digest.objects.exclude(actor__in=Notice.objects.values("reader")).delete()
    return people


def _askers(answered: list[Any]) -> list[tuple[int, Any]]:
    """Who asked what was answered."""
    from vaknet.domain.knowledge.models import Answer  # noqa: PLC0415

    ids = [one.object_id for one in answered]
    rows = Answer.objects.filter(pk__in=ids).values_list("pk", "question__author")
    of = dict(rows)
    return [(of[one.object_id], one) for one in answered if one.object_id in of]


def _killed_and_counted(people: list[int]) -> dict[str, Any]:
    from vaknet.domain.notices.models import Notice  # noqa: PLC0415

    told = Notice.objects.filter(due_at__isnull=False).values("reader").distinct().count()
    began = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.digest", "--run"]
    for seconds in KILLED_AFTER:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(seconds)
        process.kill()
        process.wait()
    last = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    took = time.perf_counter() - began
    to = Counter(one["message"]["to"][0] for one in _letters().values_list("args", flat=True))
    return {
        "readers": told,
        "minutes": round(took / 60, 1),
        "ms": round(1000 * took / max(told, 1), 1),
        "twice": sum(times > 1 for times in to.values()),
        "letters": len(to),
        "waiting": Notice.objects.filter(told_at=None, read_at=None, due_at__isnull=False).count(),
        "MB": json.loads(last.stdout)["MB"],
    }


def _letters() -> Any:
    from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: PLC0415

    from vaknet.interfaces.mail.post import SEND_LETTER  # noqa: PLC0415

    return ProcrastinateJob.objects.filter(task_name=SEND_LETTER)


def _run() -> dict[str, float]:
    """As the clock and the worker do it; the database is running."""
    import django  # noqa: PLC0415

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from vaknet.domain.notices.models import Notice  # noqa: PLC0415
    from vaknet.interfaces.jobs import telling  # noqa: PLC0415

    due = Notice.objects.filter(due_at__lte=timezone.now(), told_at=None).order_by("reader")
    for reader in list(due.values_list("reader", flat=True).distinct()):
        telling.tell(reader)
    return {"MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def _write(known: dict[str, Any]) -> None:
    text = ["# A morning of digests", "`python -m benchmarks.digest`"]
    for shape, found in known.items():
        rows = [
            ["members with something to tell", f"{found['readers']:,}"],
            ["all of it, killed twice on the way", f"{found['minutes']} minutes"],
            ["one digest", f"{found['ms']} ms"],
            ["members who got a letter", f"{found['letters']:,}"],
            ["written twice", found["twice"]],
            ["left waiting", found["waiting"]],
            ["memory of the run", f"{found['MB']} MB"],
        ]
        text += ["", f"## {shape}", tables.circumstances(found), "", *tables.head(COLUMNS)]
        text += [tables.row(row) for row in rows]
    tables.write("digest", text)


if __name__ == "__main__":
    main()
