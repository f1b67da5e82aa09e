"""Question routing in strict time order: who will answer, given everything before the question."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from statistics import fmean

import numpy as np
from tqdm import tqdm

from benchmarks.finder_data import Case
from benchmarks.finder_measures import (
    INVITED,
    TOP,
    Ranking,
    concentration,
    difference,
    ndcg,
    reciprocal_rank,
    success,
)
from benchmarks.finder_profiles import OURS, by_score, stemmed
from benchmarks.finder_reading import directions, meanings
from vaknet.engine.ranking import (
    Answerer,
    Candidate,
    Index,
    Passage,
    Query,
    Segment,
    build,
    burden,
    invitees,
)
from vaknet.engine.ranking.building import Tokens
from vaknet.engine.ranking.scoring import match, terms, views
from vaknet.engine.text import plain_words

DAY = 86_400
CANDIDATES = 60
ENGLISH = stemmed("english")

Ranker = Callable[[Case], Ranking]


@lru_cache(maxsize=3)
def segment(before: tuple[Passage, ...], tokens: Tokens) -> Segment:
    return build(before, tokens)


def text_only(case: Case) -> Ranking:
    """BM25 over stemmed words, answers combined by expCombMNZ."""
    known = segment(case.before, ENGLISH)
    (view,) = views([known], np.empty(0, np.int64), [np.empty(0, np.int64)])
    words = plain_words(f"{case.title}\n{case.body}", limit=100)
    found = match(view, terms([known], Counter(t for word in words for t in ENGLISH(word))))
    people, place = np.unique(known.person[found.rows], return_inverse=True)
    worth = np.exp(5 * found.score / found.score.max())
    return by_score(people, np.bincount(place, worth) * np.bincount(place))


def most_active(case: Case) -> Ranking:
    """Answers in the last 60 days."""
    late = Counter(one.person for one in case.before if one.at > case.at - 60 * DAY)
    people = np.unique([one.person for one in case.before])
    return by_score(people, np.asarray([late[person] for person in people.tolist()]))


def vaknet(case: Case, *, whole: bool, tags: bool, meaning: bool = False) -> Ranking:
    return [one.person for one in found(case, whole=whole, tags=tags, meaning=meaning)[:TOP]]


def found(case: Case, *, whole: bool, tags: bool, meaning: bool) -> list[Candidate]:
    """The formula of engine/ranking. `whole` also reads the text under the question."""
    asked = f"{case.title}\n{case.body}" if whole else case.title
    query = Query(
        words=list(dict.fromkeys(plain_words(asked, limit=100))),
        topics=case.topics if tags else (),
        directions=case.direction[None] if meaning and case.direction is not None else None,
        until=case.at,
    )
    index = Index.of([segment(case.before, OURS.tokens)])
    return Answerer(index, query, OURS).people(CANDIDATES)


def in_turn(asked: Sequence[Case]) -> list[list[int]]:
    """Three for each question in the order of time, each counting with who was asked before."""
    requests: dict[int, list[int]] = defaultdict(list)
    chosen: dict[int, list[int]] = {}
    for place in sorted(range(len(asked)), key=lambda one: asked[one].at):
        case = asked[place]
        people = found(case, whole=True, tags=False, meaning=True)
        burdens = {
            person: burden((case.at - at) / DAY for at in moments)
            for person, moments in requests.items()
        }
        chosen[place] = invitees([(one.person, one.standing) for one in people], burdens)
        for person in chosen[place]:
            requests[person].append(case.at)
    return [chosen[place] for place in range(len(asked))]


METHODS: dict[str, Ranker] = {
    "text only: BM25 + expCombMNZ": text_only,
    "most active in the last 60 days": most_active,
    "Vaknet, title, by words": partial(vaknet, whole=False, tags=False),
    "Vaknet, title and text, by words": partial(vaknet, whole=True, tags=False),
    "Vaknet, title and text": partial(vaknet, whole=True, tags=False, meaning=True),
    "Vaknet, title, text and topics": partial(vaknet, whole=True, tags=True, meaning=True),
}
BASELINES = 2


def with_meaning(asked: Sequence[Case]) -> list[Case]:
    """The same cases, questions and answers read by the encoder."""
    texts = {one.pk: one for case in asked for one in case.before}
    wanted = sorted(texts)
    read = dict(zip(wanted, meanings([asked[0].texts[pk] for pk in wanted]), strict=True))
    full = {pk: replace(texts[pk], codes=read[pk]) for pk in wanted}
    facing = directions([f"{case.title}\n{case.body}" for case in asked])
    return [
        replace(case, before=tuple(full[one.pk] for one in case.before), direction=direction)
        for case, direction in zip(asked, facing, strict=True)
    ]


def table(site: str, asked: Sequence[Case]) -> str:
    asked = with_meaning(asked)
    rankings: dict[str, list[Ranking]] = {name: [] for name in METHODS}
    for case in tqdm(asked, desc=site, disable=None):
        for name, ranker in METHODS.items():
            rankings[name].append(ranker(case))
    gains = {
        name: [ndcg(found, case.grades) for found, case in zip(rows, asked, strict=True)]
        for name, rows in rankings.items()
    }
    best = max(list(gains)[:BASELINES], key=lambda name: fmean(gains[name]))
    lines = [
        f"## Question routing, {site}: {len(asked)} dev questions",
        "| method | nDCG@10 | MRR | success@5 | asked of the same ten | nDCG over best baseline |",
        "|---|---|---|---|---|---|",
    ]
    for name, rows in rankings.items():
        pairs = list(zip(rows, [case.grades for case in asked], strict=True))
        more = "" if name == best else difference(gains[name], gains[best])
        lines.append(
            f"| {name} | {fmean(gains[name]):.3f} | {fmean(reciprocal_rank(*p) for p in pairs):.3f}"
            f" | {fmean(success(*p) for p in pairs):.3f} | {concentration(rows):.0%} | {more} |"
        )
    return "\n".join([*lines, "", _invited(asked, rankings["Vaknet, title and text"])])


def _invited(asked: Sequence[Case], rankings: Sequence[Ranking]) -> str:
    grades = [case.grades for case in asked]
    lines = [
        "| the three who are invited | of the same ten | people | one of them answered |",
        "|---|---|---|---|",
    ]
    for name, invited in {"always the first": rankings, "in turn": in_turn(asked)}.items():
        three = [one[:INVITED] for one in invited]
        hits = fmean(any(p in told for p in one) for one, told in zip(three, grades, strict=True))
        people = len({person for one in three for person in one})
        lines.append(f"| {name} | {concentration(three):.0%} | {people} | {hits:.0%} |")
    return "\n".join(lines)
