"""How long it takes to make somebody's archive: python -m benchmarks.leaving

A member of the small demo network with half as many questions as posts, and as many answers. Made
by the code of the worker in a process of its own, so that its peak of memory is that of the making:
it stays the same however much there is, for the archive is written as it is read.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import tables
from benchmarks.network import environment, vaknet

POSTS = (500, 5_000, 50_000)
TEXT = (
    "Wij deden dit vorig jaar. Maak eerst een lijst van alles wat er al is, en zet **één persoon** "
    "aan het roer.\n\n- Oefen met tien gevallen.\n- Pas dan de werkinstructie aan.\n\n"
    "Reken op een dag per week in het eerste half jaar. Bel gerust, ik stuur je ons voorbeeld."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--step", choices=["write", "make"], help=argparse.SUPPRESS)
    parser.add_argument("--posts", type=int, nargs="+", default=POSTS)
    chosen = parser.parse_args()
    if chosen.step:
        _within(chosen.step, chosen.posts[0])
    else:
        measured(chosen.posts)


def measured(sizes: Sequence[int] = POSTS) -> dict[int, dict[str, Any]]:
    """By number of posts, each in a new network; kept with the results."""
    figures = {posts: _measured(posts) for posts in sizes}
    for posts, found in figures.items():
        known = tables.keep("leaving", f"archive of a member with {posts:,} posts", found)
    lines = [
        "# How long it takes to take everything along",
        "`python -m benchmarks.leaving`: what the worker does, from the question to the file.",
        "",
        *tables.head(["what", "seconds", "peak MB", "before MB", "ZIP, MB", "measured"]),
        *[
            tables.row(
                [
                    name,
                    row["seconds"],
                    row["peak MB"],
                    row["before MB"],
                    row["zip MB"],
                    tables.circumstances(row),
                ]
            )
            for name, row in known.items()
        ],
    ]
    tables.write("leaving", lines)
    return figures


def _measured(posts: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary) / "data"
        vaknet(data, "demo")
        _run(data, "write", posts)
        return {"posts": posts} | json.loads(_run(data, "make", posts))


def _run(data: Path, step: str, posts: int) -> bytes:
    settings = environment(data) | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"}
    command = [
        *(sys.executable, "-m", "benchmarks.leaving", "--step", step),
        *("--posts", str(posts)),
    ]
    return subprocess.run(command, env=settings, check=True, stdout=subprocess.PIPE).stdout


def _within(step: str, posts: int) -> None:
    """With the database of the data folder that the environment names."""
    import django  # noqa: PLC0415 - once we know which data folder

    from vaknet.interfaces.commands import _database  # noqa: PLC0415

    django.setup()
    with _database.running():
        figures = _write(posts) if step == "write" else _make()
    sys.stdout.write(json.dumps(figures))


def _write(posts: int) -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415

    from vaknet.domain.activity.models import Actor  # noqa: PLC0415
    from vaknet.domain.groups.models import Group  # noqa: PLC0415
    from vaknet.domain.knowledge.actions.archive import (  # noqa: PLC0415
        OldAnswer,
        OldQuestion,
        keep_archive,
    )

    actor = Actor.objects.get(handle="samira.elidrissi")
    group = Group.objects.select_related("actor").order_by("pk")[0]
    now = timezone.now()
    asked = [
        OldQuestion(
            author=actor,
            title=f"Hoe pakken jullie dit aan? Vraag {number}",
            body=TEXT,
            at=now - timedelta(hours=number),
            topics=["archief"],
            answers=[OldAnswer(author=actor, text=TEXT, at=now - timedelta(hours=number))],
        )
        for number in range(posts // 2)
    ]
    keep_archive(group=group, questions=asked)
    return {}


def _make() -> dict[str, Any]:
    from vaknet.domain.activity.models import Actor  # noqa: PLC0415
    from vaknet.domain.leaving import actions  # noqa: PLC0415
    from vaknet.interfaces.jobs import archives  # noqa: PLC0415

    actor = Actor.objects.get(handle="samira.elidrissi")
    before = _peak()
    began = time.perf_counter()
    asked = actions.ask_archive(actor)
    archives.make(asked.pk)
    seconds = time.perf_counter() - began
    asked.refresh_from_db()
    return {
        "seconds": round(seconds, 1),
        "peak MB": round(_peak()),
        "before MB": round(before),
        "zip MB": round(asked.size / 1e6, 1),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
