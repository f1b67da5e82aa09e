"""Does the clock tell at the door who is a member?  python -m benchmarks.door

Knocks at `/inloggen/` through all of Django with a PostgreSQL of its own that really waits for
the disk: addresses of members and of strangers in random order, each from another IP address.
And asks for pages of people and of closed groups, that are there and that are not, as a guest and
as somebody whom they all blocked. Then it tries to tell them apart by time alone. 0.5 is guessing;
it should be near 0.5.
"""

import argparse
import os
import random
import tempfile
import time
from pathlib import Path

import numpy as np

RESULTS = Path(__file__).parent / "results" / "door.md"
BOOTSTRAPS = 2_000
WARM_UP = 100
MOST_LOOKS = 500


def apart(members: np.ndarray, strangers: np.ndarray) -> float:
    """How often a random member took longer than a random stranger, ties counted half (AUC)."""
    both = np.concatenate([members, strangers])
    ranks = np.empty(len(both))
    ranks[both.argsort(kind="stable")] = np.arange(1, len(both) + 1)
    wins = ranks[: len(members)].sum() - len(members) * (len(members) + 1) / 2
    return float(wins / (len(members) * len(strangers)))


def interval(members: np.ndarray, strangers: np.ndarray) -> tuple[float, float]:
    """95 % interval of `apart`, by bootstrap."""
    dice = np.random.default_rng(1)
    drawn = [
        apart(dice.choice(members, len(members)), dice.choice(strangers, len(strangers)))
        for _ in range(BOOTSTRAPS)
    ]
    return float(np.percentile(drawn, 2.5)), float(np.percentile(drawn, 97.5))


KINDS = ("lid", "ernaast", "vreemd")
SHOWN = {"lid": "member", "ernaast": "member, beside the one for mail", "vreemd": "stranger"}


def knocks(count: int) -> dict[str, np.ndarray]:
    """Milliseconds for `count` addresses of each kind."""
    # Settings are read when they are imported, and main() says first which.
    from django.test import Client  # noqa: PLC0415

    from vaknet.domain.people import actions  # noqa: PLC0415

    for number in range(count):
        email = f"lid{number}@waterveen.example"
        member = actions.join(actions.knock(email, language="nl"), name=f"Lid {number}")
        asked = actions.add_address(member, email=f"ernaast{number}@waterveen.example")
        actions.prove_address(member, pk=asked.pk)
    order = [(kind, number) for kind in KINDS for number in range(count)]
    random.Random(1).shuffle(order)
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for turn, (kind, number) in enumerate(order):
        address = f"10.{turn >> 16 & 255}.{turn >> 8 & 255}.{turn & 255}"
        client = Client(REMOTE_ADDR=address, headers={"host": "localhost"})
        given = {"email": f"{kind}{number}@waterveen.example"}
        start = time.perf_counter()
        answer = client.post("/inloggen/", given)
        milliseconds = (time.perf_counter() - start) * 1000
        if answer.status_code != 303:
            raise SystemExit(f"/inloggen/ answered {answer.status_code}")
        if turn >= WARM_UP:
            took[kind].append(milliseconds)
    return {kind: np.array(times) for kind, times in took.items()}


PAGES = {
    "a profile, guest": ("/@lid.{}/", False),
    "a profile, blocked member": ("/@lid.{}/", True),
    "a closed group, guest": ("/g/kring{}/", False),
    "a closed group, blocked member": ("/g/kring{}/", True),
}


def looks(count: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Milliseconds for `count` pages of each kind that are there, and as many that are not.

    Of the members that `knocks` made. Who is blocked is so by each of them, and in no group.
    """
    from django.test import Client  # noqa: PLC0415 - as above

    from vaknet.domain.activity.models import Actor  # noqa: PLC0415
    from vaknet.domain.groups import actions as groups  # noqa: PLC0415
    from vaknet.domain.people import actions  # noqa: PLC0415

    blocked = actions.join(actions.knock("weg@waterveen.example", language="nl"), name="Weg")
    there: dict[str, list[str]] = {"/@lid.{}/": [], "/g/kring{}/": []}
    for number in range(count):
        member = Actor.objects.get(handle=f"lid.{number}")
        actions.block(member, other=blocked)
        group = groups.start_group(member, name="Kring", purpose="Besloten", readers="group")
        there["/@lid.{}/"].append(f"/@{member.handle}/")
        there["/g/kring{}/"].append(f"/g/{group.actor.handle}/")
    order = [(kind, number) for kind in PAGES for number in range(2 * count)]
    random.Random(2).shuffle(order)
    took: dict[str, tuple[list[float], list[float]]] = {kind: ([], []) for kind in PAGES}
    clients = {False: Client(), True: Client()}
    clients[True].force_login(blocked.account)
    for turn, (kind, number) in enumerate(order):
        shape, is_in = PAGES[kind]
        known = there[shape][number // 2]
        address = known if number % 2 else known[:-2] + "x/"  # as long, and nobody's
        start = time.perf_counter()
        clients[is_in].get(address, headers={"host": "localhost"})
        milliseconds = (time.perf_counter() - start) * 1000
        if turn >= WARM_UP:
            took[kind][1 - number % 2].append(milliseconds)
    return {kind: (np.array(known), np.array(none)) for kind, (known, none) in took.items()}


def report_of_pages(took: dict[str, tuple[np.ndarray, np.ndarray]]) -> str:
    rows = []
    for kind, (known, none) in took.items():
        low, high = interval(known, none)
        told = f"**{apart(known, none):.3f}** [{low:.3f}, {high:.3f}]"
        medians = f"{np.median(known):.2f} | {np.median(none):.2f}"
        rows.append(f"| {kind} | {len(known)} | {medians} | {told} |")
    heads = ["page of", "looks at each", "median ms, there", "median ms, not there", "told apart"]
    return "\n".join(["", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *rows, ""])


def report(took: dict[str, np.ndarray]) -> str:
    strangers = took["vreemd"]
    rows = [
        f"| {SHOWN[kind]} | {len(times)} "
        f"| {np.median(times):.2f} | {np.percentile(times, 95):.2f} |"
        for kind, times in took.items()
    ]
    told = []
    for kind in ("lid", "ernaast"):
        low, high = interval(took[kind], strangers)
        auc = apart(took[kind], strangers)
        told.append(f"{SHOWN[kind]} **{auc:.3f}** [{low:.3f}, {high:.3f}]")
    return "\n".join(
        [
            "# Does the clock tell who is a member?",
            "`python -m benchmarks.door`",
            "",
            "| address of a | knocks | median ms | p95 ms |",
            "|---|---|---|---|",
            *rows,
            "",
            f"Told apart from a stranger by time alone, one knock each (0.5 is guessing): "
            f"{'; '.join(told)}",
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--knocks", type=int, default=1_000, help="of members, and of strangers")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAKNET_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "vaknet.settings"
        import django  # noqa: PLC0415

        from vaknet.interfaces.commands import _database  # noqa: PLC0415

        with _database.running():
            django.setup()
            from vaknet.interfaces.commands import _prepare  # noqa: PLC0415

            _prepare.migrate()
            _prepare.compile_translations()
            _prepare.collect_static()
            text = report(knocks(wanted.knocks))
            text += report_of_pages(looks(min(wanted.knocks, MOST_LOOKS)))
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
