"""What does a chain of 1,000 replies from elsewhere cost, each to the one before?

    python -m benchmarks.deep_thread

By the code of the inbox and of the worker, in a process of its own: the first hundred beside the
last hundred by the clock, which a busy machine turns as it likes. So also in statements and in
processor time, and at the end in turns: one more in this chain, and one in a conversation that has
just begun. The page of the conversation after both.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks import tables
from benchmarks.network import environment, vaknet

DEEP, AUTHORS, PART, LOOKS = 1_000, 20, 100, 15
OURS = "http://127.0.0.1:8001"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def main() -> None:
    if "--chain" in sys.argv:
        _within()
        return
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary) / "data"
        vaknet(data, "demo")
        settings = environment(data) | {
            "DJANGO_SETTINGS_MODULE": "vaknet.settings",
            "VAKNET_BASE_URL": OURS,
            "VAKNET_FEDERATION": "yes",
            "VAKNET_FEDERATION_TRIAL": OURS.removeprefix("http://"),
        }
        command = [sys.executable, "-m", "benchmarks.deep_thread", "--chain"]
        said = subprocess.run(command, env=settings, check=True, stdout=subprocess.PIPE).stdout
    known = tables.keep(
        "deep_thread", f"{DEEP:,} replies, each to the one before", json.loads(said)
    )
    columns = {
        "replies": "kept",
        "first": f"first {PART}, ms each",
        "last": f"last {PART}, ms each",
        "first_work": f"first {PART}, ms of processor",
        "last_work": f"last {PART}, ms of processor",
        "statements": "statements, first and last",
        "in_turns": "deep ÷ new, in turns",
        "page_before": f"page with {PART}, ms",
        "page_after": "page with all, ms",
        "last_page": "its last page, ms",
        "before": "before, MB",
        "peak": "peak, MB",
        "load": "load before",
    }
    lines = [
        "# A deep thread",
        "`python -m benchmarks.deep_thread`: `Create` of a `Note`, from "
        f"{AUTHORS} people elsewhere in turn, each `inReplyTo` the one before; taken in and done "
        "one after another, without the network between. Medians; the page as a guest reads it.",
        "",
        *tables.head(["chain", *columns.values()]),
        *(tables.row([name, *(one[key] for key in columns)]) for name, one in known.items()),
        "",
        *(f"{name}: {tables.circumstances(one)}." for name, one in known.items()),
    ]
    tables.write("deep_thread", lines)


def _within() -> None:
    """With the database of the data folder that the environment names."""
    import django  # noqa: PLC0415 - once we know which data folder

    from vaknet.interfaces.commands import _database  # noqa: PLC0415

    django.setup()
    from vaknet.interfaces.commands import _prepare  # noqa: PLC0415 - it reads models

    _prepare.compile_translations()
    _prepare.collect_static()
    with _database.running():
        figures = _chain()
    sys.stdout.write(json.dumps(figures))


def _chain() -> dict[str, Any]:
    from django.urls import reverse  # noqa: PLC0415

    from vaknet.domain.federation.models import RemoteThing  # noqa: PLC0415

    post, above = _begun()
    authors = [_author(number) for number in range(AUTHORS)]
    before, told = _peak(), list[Cost]()
    page = reverse("conversation", args=[post.pk])
    first = 0.0
    for number in range(DEEP):
        above, cost = _cost(authors[number % AUTHORS], number, above)
        told.append(cost)
        if number == PART - 1:
            first = _looked(page)
    head, tail = _medians(told[:PART]), _medians(told[-PART:])
    kept = RemoteThing.objects.count()
    return {
        "replies": kept,
        "first": round(head.took, 1),
        "last": round(tail.took, 1),
        "first_work": round(head.worked, 1),
        "last_work": round(tail.worked, 1),
        "statements": f"{head.statements:.0f}, {tail.statements:.0f}",
        "in_turns": _in_turns(authors, above),
        "page_before": round(first, 1),
        "page_after": round(_looked(page), 1),
        "last_page": round(_looked(f"{page}?pagina=9999"), 1),
        "before": round(before),
        "peak": round(_peak()),
    }


def _in_turns(authors: list[Any], above: str) -> float:
    """The same authors, one after the other here and there, so that both have the same machine."""
    begun, pairs = _begun("n")[1], list[tuple[float, float]]()
    for number in range(PART):
        by = authors[number % AUTHORS]
        above, deep = _cost(by, DEEP + 2 * number, above)
        _name, new = _cost(by, DEEP + 2 * number + 1, begun)
        pairs.append((deep.took, new.took))
    return round(median(deep / new for deep, new in pairs), 2)


class Cost(NamedTuple):
    """Milliseconds by the clock, of the processor of this process, and how many statements."""

    took: float
    worked: float
    statements: float


def _cost(by: Any, number: int, above: str) -> tuple[str, Cost]:
    from django.db import connection  # noqa: PLC0415

    statements = 0

    def count(execute: Callable[..., Any], *asked: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*asked)

    began, used = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(count):
        name = _reply(by, number, above)
    took, worked = time.perf_counter() - began, time.process_time() - used
    return name, Cost(took * 1_000, worked * 1_000, statements)


def _medians(told: list[Cost]) -> Cost:
    return Cost(*(median(one) for one in zip(*told, strict=True)))


def _begun(sign: str = "t") -> tuple[Any, str]:
    """A conversation in a group that everybody reads, and what others call it."""
    from vaknet.domain.activity.models import Actor  # noqa: PLC0415
    from vaknet.domain.federation.models import FederatedThing  # noqa: PLC0415
    from vaknet.domain.groups import actions as groups  # noqa: PLC0415
    from vaknet.domain.groups.models import Group  # noqa: PLC0415
    from vaknet.domain.knowledge import actions as knowledge  # noqa: PLC0415
    from vaknet.interfaces.federation import who  # noqa: PLC0415

    samira = Actor.objects.get(handle="samira.elidrissi")
    group = Group.objects.filter(actor__name="Stro").first() or groups.start_group(
        samira, name="Stro", purpose="Bouwen met stro", readers="public"
    )
    who.identity(group.actor)
    post = knowledge.start_conversation(samira, groups=[group], title="Hoe hou je stro droog?")
    FederatedThing.objects.create(token=sign * 22, object=post)
    return post, f"{OURS}/ap/things/{sign * 22}"


def _author(number: int) -> Any:
    """Follows the group, and is no newcomer: she writes as much as she likes."""
    from django.utils import timezone  # noqa: PLC0415

    from vaknet.domain.activity.models import Actor  # noqa: PLC0415
    from vaknet.domain.federation import actions  # noqa: PLC0415
    from vaknet.domain.federation.models import Follower  # noqa: PLC0415
    from vaknet.domain.groups.models import Group  # noqa: PLC0415
    from vaknet.engine.activitypub.actors import read_actor  # noqa: PLC0415
    from vaknet.engine.activitypub.fields import Fields  # noqa: PLC0415

    now, uri = timezone.now(), f"https://ver.example/users/iris{number}"
    told = {"id": uri, "type": "Person", "name": f"Iris {number}", "inbox": f"{uri}/inbox"}
    one = actions.keep_remote(
        read_actor(Fields(told | {"preferredUsername": f"iris{number}"})),
        host="ver.example",
        at=now,
    )
    Actor.objects.filter(pk=one.actor_id).update(created_at=now - timedelta(days=30))
    followed = Group.objects.select_related("actor").get(actor__name="Stro").actor
    Follower.objects.create(follower=one, followed=followed, since=now)
    one.actor.refresh_from_db()
    return one


def _reply(by: Any, number: int, above: str) -> str:
    """Its id, once it was taken in and done."""
    from django.utils import timezone  # noqa: PLC0415

    from vaknet.domain.federation import actions  # noqa: PLC0415
    from vaknet.domain.federation.models import Received  # noqa: PLC0415
    from vaknet.interfaces.federation.handling import handle  # noqa: PLC0415

    name = f"{by.uri}/notes/{number}"
    note = {"id": name, "type": "Note", "attributedTo": by.uri, "to": [PUBLIC], "inReplyTo": above}
    note["content"] = f"<p>Wij deden dat zo, de {number}e keer.</p>"
    told = {"id": f"{name}#create", "type": "Create", "actor": by.uri, "object": note}
    content = json.dumps(told).encode()
    actions.receive(by=by, uri=told["id"], verb="Create", content=content, at=timezone.now())
    row = Received.objects.get(uri=told["id"])
    handle(row.pk)
    row.refresh_from_db()
    if row.trouble:
        raise SystemExit(f"Reply {number} was not taken: {row.trouble}")
    return name


def _looked(page: str) -> float:
    """Milliseconds."""
    from django.test import Client  # noqa: PLC0415

    client, took = Client(headers={"host": OURS.removeprefix("http://")}), list[float]()
    for _time in range(LOOKS):
        began = time.perf_counter()
        answer = client.get(page)
        took.append((time.perf_counter() - began) * 1_000)
        if answer.status_code != 200:
            raise SystemExit(f"{page} answered {answer.status_code}")
    return median(took)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
