"""Reading and searching groups with a million posts: python -m benchmarks.groups

Makes conversations of invented Dutch-like words (and keeps them in var/bench), has them indexed as
an import is, serves them with `vaknet serve`, and asks one page after another, one client: of a
group with a thread of 500 replies and an issue, which the worker sets for paper too, and of the
search. Each kind of question is a row: rare words and common ones, slips, compounds, words that
nobody wrote.
"""

import argparse
import os
import random
import time
from collections.abc import Iterator
from itertools import accumulate
from typing import Any
from urllib.parse import urlencode

from benchmarks import pages, tables
from benchmarks.client import TOKEN, Visitor, measure
from benchmarks.network import (
    ROOT,
    Shape,
    environment,
    make,
    memory,
    processor_seconds,
    served,
)
from benchmarks.pages import Page, among

WORDS = ROOT / "vaknet" / "domain" / "finding" / "words" / "parts_nl.txt"
PEOPLE, TIES, QUESTIONS = 1_000, 20, 2_000
REPLIES_EACH = 4
WORDS_EACH = (20, 80)
COMPOUNDS = 0.15  # of all words
DIFFERENT = 50_000  # compounds in all: people coin new ones all the time, but not in each post
CLOSED = 0.1  # of all conversations stand where the one who searches may not read
REQUESTS, SECONDS, WARM_UP = 300, 60, 30
SLOWEST, SLOWEST_PAGE = 80, 40  # ms: p50 of a page that searches, and of another
SLOWEST_PAPER = 5  # s
HEAD = """\
# Groups: pages, paper and search
`python -m benchmarks.groups --posts N`

Against a real `vaknet serve` with its own PostgreSQL, over loopback, one client: the whole page \
with its first 20 finds. “Work” is processor time of web server, database and worker together for \
one page: it minds other work here less than the clock does. {requests} requests a row at most. \
The posts are invented: words of our list, as common as they are in texts about work."""
COLUMNS = ("asked", "p50 ms", "target", "", "p99 ms", "work ms", "queries", "kB")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--only", nargs="+", default=(), help="names of rows")
    chosen = parser.parse_args()
    found = measured(chosen.posts, requests=chosen.requests, only=chosen.only)
    if not chosen.only:
        _write(tables.keep("groups", f"{chosen.posts:,} posts", found))


def measured(posts: int, *, requests: int, only: Any = ()) -> dict[str, Any]:
    shape = Shape(PEOPLE, TIES, QUESTIONS, seed=posts)
    data = make(shape)
    made = data / "posts-made"
    with served(data) as (port, house):
        os.environ.update(environment(data) | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"})
        import django  # noqa: PLC0415

        django.setup()
        if not made.exists():
            _fill(posts)
            made.touch()
        account, session = _somebody()
        from benchmarks import groups_world  # noqa: PLC0415

        found = groups_world.reading_for(account.actor)
        idle = memory(house)
        visitor = Visitor(port, f"sessionid={session}; csrftoken={TOKEN}")
        asked = [(page, SLOWEST_PAGE) for page in groups_world.pages(found)]
        rows = []
        for page, target in [*asked, *((page, SLOWEST) for page in _pages())]:
            if only and page.name not in only:
                continue
            rows.append(_row(page, visitor, house, account, requests) | {"target": target})
            print(rows[-1], flush=True)
        return {
            "rows": rows,
            "paper": round(groups_world.paper_seconds(visitor, found), 1),
            "idle MB": idle,
            "busy MB": memory(house),
            "index": _sizes(),
        }


def _somebody() -> tuple[Any, str]:
    """A member, and the session of hers."""
    from django.test import Client  # noqa: PLC0415

    from vaknet.domain.people.models import Account  # noqa: PLC0415

    account = Account.objects.filter(actor__profile__isnull=False).order_by("pk")[9]
    client = Client(headers={"host": "localhost"})
    client.force_login(account)
    return account, client.cookies["sessionid"].value


def _row(page: Page, visitor: Visitor, house: Any, account: Any, requests: int) -> dict[str, Any]:
    measure([visitor], page.asks, requests=WARM_UP, seconds=SECONDS)
    before = processor_seconds(house)
    timing = measure([visitor], page.asks, requests=requests, seconds=SECONDS)
    work = 1000 * (processor_seconds(house) - before) / len(timing.milliseconds)
    return {
        "asked": page.name,
        "p50": round(timing.p50, 1),
        "p99": round(timing.p99, 1),
        "work": round(work, 1),
        "queries": pages.counted_queries(page, account),
        "kB": round(len(visitor.get(page.asks(0))) / 1000, 1),
    }


def _pages() -> list[Page]:
    """Each of its questions differs from the one before, so that no page is asked for twice."""
    words, counts = _vocabulary()
    ranked = [word for _count, word in sorted(zip(counts, words, strict=True), reverse=True)]
    common, usual, rare = ranked[:20], ranked[200:400], ranked[4_000:4_400]
    compounds = [first + second for first, second in zip(usual, rare, strict=False)]

    def asking(questions: list[str], **more: str) -> Any:
        return among([f"/zoeken/?{urlencode({'vraag': one} | more)}" for one in questions])

    rows = {
        "a rare word": rare,
        "a usual word": usual,
        "one of the most common words": common,
        "two usual words": _together(usual, usual[7:]),
        "two common words": _together(common, common[7:]),
        "a common and a rare word": _together(common * 20, rare),
        "a sentence": _together(["wie weet hoe"] * 200, usual, ["bij"] * 200, common * 10, rare),
        "a slip": [pages.with_slip(one) for one in usual],
        "a compound": compounds,
        "a word that nobody wrote": [f"qx{one[::-1]}" for one in rare],
    }
    narrowed = {"soort": "gesprekken", "jaar": "2025"}
    return [
        *(Page(name, asking(questions)) for name, questions in rows.items()),
        Page("a usual word, newest first", asking(usual, volgorde="nieuw")),
        Page("a usual word in conversations since 2025", asking(usual, **narrowed)),
    ]


def _together(*words: list[str]) -> list[str]:
    return [" ".join(some) for some in zip(*words, strict=False)]


def _vocabulary() -> tuple[list[str], list[int]]:
    rows = [line.split() for line in WORDS.read_text().splitlines() if line[:1] not in ("", "#")]
    return [word for word, _count in rows], [int(count) for _word, count in rows]


def _fill(posts: int) -> None:
    """By COPY: people would need years. The index of keys is made after the rows, as it is faster
    than during."""
    from django.db import connection, transaction  # noqa: PLC0415

    from vaknet.domain.activity.actions import copy_rows  # noqa: PLC0415
    from vaknet.domain.knowledge.models import Post, PostPlacement, Reply  # noqa: PLC0415
    from vaknet.domain.searching import actions  # noqa: PLC0415

    began = time.perf_counter()
    topics = max(1, posts // (1 + REPLIES_EACH))
    groups, closed, people = _places_and_people()
    writer = _Writer(random.Random(1))
    moments = writer.moments(topics)
    first = 1 + (Post.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)
    with transaction.atomic():
        copy_rows(
            Post,
            ["id", "author_id", "title", "body", "body_html", "posted_at"],
            (
                (first + i, writer.random.choice(people), writer.title(), text, text, moments[i])
                for i in range(topics)
                for text in [writer.text()]
            ),
        )
        copy_rows(
            PostPlacement,
            ["post_id", "group_id", "since", "latest_at"],
            (
                (first + i, writer.place(groups, closed), moments[i], moments[i])
                for i in range(topics)
            ),
        )
        copy_rows(
            Reply,
            ["post_id", "author_id", "text", "html", "replied_at"],
            (
                (first + i, writer.random.choice(people), text, text, moments[i])
                for i in range(topics)
                for _ in range(REPLIES_EACH)
                for text in [writer.text()]
            ),
        )
    print(f"{posts:,} posts written in {time.perf_counter() - began:.0f} s", flush=True)
    with connection.cursor() as cursor:
        # Posts came with their numbers: the next one made by an action gets one after them.
        cursor.execute("SELECT setval('knowledge_post_id_seq', %s)", [first + topics])
        cursor.execute("DROP INDEX findable_keys")
        actions.index_everything()
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "CREATE INDEX findable_keys ON searching_findable USING gin (keys)"
            " WITH (fastupdate = off)"
        )
        cursor.execute("VACUUM ANALYZE")
    print(f"indexed after {time.perf_counter() - began:.0f} s", flush=True)


def _places_and_people() -> tuple[list[int], list[int], list[int]]:
    """Groups that every member reads, others, and people."""
    from vaknet.domain.activity.models import Actor  # noqa: PLC0415
    from vaknet.domain.groups.models import Group  # noqa: PLC0415

    groups = Group.objects.order_by("pk")
    return (
        list(groups.exclude(readers="group").values_list("pk", flat=True)),
        list(groups.filter(readers="group").values_list("pk", flat=True)),
        list(
            Actor.objects.filter(kind="person", domain="")
            .order_by("pk")
            .values_list("pk", flat=True)
        ),
    )


class _Writer:
    """Words as common as they are in texts about work, some of them put together."""

    def __init__(self, chance: random.Random) -> None:
        self.random = chance
        self.words, counts = _vocabulary()
        self.sums = list(accumulate(counts))
        parts = self.random.choices(self.words, cum_weights=self.sums, k=2 * DIFFERENT)
        self.compounds = [one + other for one, other in zip(parts[::2], parts[1::2], strict=True)]

    def moments(self, number: int) -> list[Any]:
        from datetime import UTC, datetime, timedelta  # noqa: PLC0415

        now = datetime.now(UTC)
        days = sorted((self.random.random() * 3650 for _ in range(number)), reverse=True)
        return [now - timedelta(days=one) for one in days]

    def place(self, groups: list[int], closed: list[int]) -> int:
        return self.random.choice(closed if closed and self.random.random() < CLOSED else groups)

    def title(self) -> str:
        return " ".join(self._some(self.random.randint(3, 9))).capitalize()

    def text(self) -> str:
        return " ".join(self._some(self.random.randint(*WORDS_EACH))).capitalize() + "."

    def _some(self, number: int) -> Iterator[str]:
        chosen = self.random.choices(self.words, cum_weights=self.sums, k=number)
        for place in range(number):
            if self.random.random() < COMPOUNDS:
                # The first of them often, the last seldom: as words are.
                yield self.compounds[int(DIFFERENT * self.random.random() ** 3)]
            else:
                yield chosen[place]


def _sizes() -> dict[str, float]:
    """Megabytes on disk."""
    from django.db import connection  # noqa: PLC0415

    relations = ("searching_findable", "findable_keys", "searching_knownword", "known_word_like")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(["pg_relation_size(%s::regclass) / 1e6"] * len(relations)),
            relations,
        )
        return dict(zip(relations, map(float, cursor.fetchone()), strict=True))


def _write(known: dict[str, Any]) -> None:
    text = [HEAD.format(requests=REQUESTS)]
    for name in sorted(known, key=lambda name: int(name.split()[0].replace(",", ""))):
        found = known[name]
        text += ["", f"## {name}", tables.circumstances(found), "", *tables.head(COLUMNS)]
        text += [tables.row(_cells(row)) for row in found["rows"]]
        sizes = ", ".join(f"{what} {size:.0f} MB" for what, size in found["index"].items())
        idle, busy = (sum(found[key].values()) for key in ("idle MB", "busy MB"))
        paper = _verdict(found["paper"], SLOWEST_PAPER)
        text += [
            "",
            f"PDF of an issue, from the click: {found['paper']} s (≤ {SLOWEST_PAPER}: {paper}).",
        ]
        text += ["", f"On disk: {sizes}. Memory of the whole group (PSS): before {idle:.0f} MB, "]
        text[-1] += f"after {busy:.0f} MB."
    tables.write("groups", text)


def _verdict(figure: float, most: float) -> str:
    return "met" if figure <= most else "**not met**"


def _cells(row: dict[str, Any]) -> list[object]:
    verdict = _verdict(row["p50"], row["target"])
    return [
        row["asked"],
        row["p50"],
        f"≤ {row['target']}",
        verdict,
        *(row[n] for n in ("p99", "work", "queries", "kB")),
    ]


if __name__ == "__main__":
    main()
