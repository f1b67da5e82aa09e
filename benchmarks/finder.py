"""How well the finder finds: python -m benchmarks.finder --data FOLDER

Question routing in strict time order: given a question of the dev part and everything before it,
rank the people who will answer it. And profiles: given a question, rank the profiles that fit.
Each against plain baselines, computed anew on the same data. Only dev data is read here.
"""

import argparse
import math
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path
from statistics import fmean

import numpy as np
import Stemmer
from tqdm import tqdm

from benchmarks.finder_data import Case, MissingData, Profiles, cases, profiles
from vaknet.domain.finding.analysis import part_counts
from vaknet.engine.ranking import Answerer, Index, Passage, Query, Segment, build
from vaknet.engine.ranking.building import Tokens
from vaknet.engine.ranking.scoring import Match, match, terms, views
from vaknet.engine.text import STEM, Analyser, Token, plain_words
from vaknet.engine.text.analyser import key

RESULTS = Path(__file__).parent / "results" / "finder.md"
TOP = 10
DAY = 86_400
BOOTSTRAPS = 2_000

Ranking = list[int]
Ranker = Callable[[Case], Ranking]


def ndcg(ranking: Ranking, grades: dict[int, int]) -> float:
    def gain(found: Sequence[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(found))

    ideal = sorted(grades.values(), reverse=True)[:TOP]
    return gain([grades.get(person, 0) for person in ranking[:TOP]]) / gain(ideal)


def reciprocal_rank(ranking: Ranking, grades: dict[int, int]) -> float:
    return next((1 / place for place, person in enumerate(ranking, 1) if person in grades), 0.0)


def success(ranking: Ranking, grades: dict[int, int]) -> float:
    return float(any(person in grades for person in ranking[:5]))


def raw(word: str) -> tuple[Token, ...]:
    return (Token(STEM, key(word)),)


def stemmed(language: str) -> Tokens:
    stem = cache(Stemmer.Stemmer(language).stemWord)
    return cache(lambda word: raw(stem(word)))


# The same words come back in every case: remember them all.
OURS = Analyser(part_counts(), remember=500_000)
ENGLISH, DUTCH = stemmed("english"), stemmed("dutch")


@lru_cache(maxsize=3)
def segment(before: tuple[Passage, ...], tokens: Tokens) -> Segment:
    return build(before, tokens)


def text_only(case: Case) -> Ranking:
    """BM25 over stemmed words, answers combined by expCombMNZ."""
    found = _match(case.before, ENGLISH, plain_words(f"{case.title}\n{case.body}", limit=100))
    people, place = np.unique(found.view.segment.person[found.rows], return_inverse=True)
    worth = np.exp(5 * found.score / found.score.max())
    return _by(people, np.bincount(place, worth) * np.bincount(place))


def most_active(case: Case) -> Ranking:
    """Answers in the last 60 days."""
    late = Counter(one.person for one in case.before if one.at > case.at - 60 * DAY)
    people = np.unique([one.person for one in case.before])
    return _by(people, np.asarray([late[person] for person in people.tolist()]))


def vaknet(case: Case, *, whole: bool, tags: bool) -> Ranking:
    """The formula of engine/ranking. `whole` also reads the text under the question."""
    asked = f"{case.title}\n{case.body}" if whole else case.title
    query = Query(
        words=list(dict.fromkeys(plain_words(asked, limit=100))),
        topics=case.topics if tags else (),
        until=case.at,
    )
    index = Index.of([segment(case.before, OURS.tokens)])
    return [one.person for one in Answerer(index, query, OURS).people(TOP)]


ROUTING: dict[str, Ranker] = {
    "text only: BM25 + expCombMNZ": text_only,
    "most active in the last 60 days": most_active,
    "Vaknet, title": partial(vaknet, whole=False, tags=False),
    "Vaknet, title and text": partial(vaknet, whole=True, tags=False),
    "Vaknet, title, text and topics": partial(vaknet, whole=True, tags=True),
}
BASELINES = 2


def by_profile(passages: Sequence[Passage], tokens: Tokens, asked: str) -> Ranking:
    found = _match(passages, tokens, plain_words(asked, limit=60))
    return _by(found.view.segment.person[found.rows], found.score)


def _match(passages: Sequence[Passage], tokens: Tokens, words: Sequence[str]) -> Match:
    known = segment(tuple(passages), tokens)
    (view,) = views([known], np.empty(0, np.int64), [np.empty(0, np.int64)])
    return match(view, terms([known], Counter(t for word in words for t in tokens(word))))


def _by(people: np.ndarray, score: np.ndarray) -> Ranking:
    ranking: Ranking = people[np.lexsort((people, -score))].tolist()
    return ranking


def routing_table(site: str, asked: Sequence[Case]) -> str:
    rankings: dict[str, list[Ranking]] = {name: [] for name in ROUTING}
    for case in tqdm(asked, desc=site, disable=None):
        for name, ranker in ROUTING.items():
            rankings[name].append(ranker(case))
    gains = {
        name: np.asarray(
            [ndcg(found, case.grades) for found, case in zip(rows, asked, strict=True)]
        )
        for name, rows in rankings.items()
    }
    best = max(list(gains)[:BASELINES], key=lambda name: gains[name].mean())
    lines = [
        f"## Question routing, {site}: {len(asked)} dev questions",
        "| method | nDCG@10 | MRR | success@5 | asked of the same ten | nDCG over best baseline |",
        "|---|---|---|---|---|---|",
    ]
    for name, rows in rankings.items():
        pairs = list(zip(rows, [case.grades for case in asked], strict=True))
        more = "" if name == best else _difference(gains[name] - gains[best])
        lines.append(
            f"| {name} | {gains[name].mean():.3f} | {fmean(reciprocal_rank(*p) for p in pairs):.3f}"
            f" | {fmean(success(*p) for p in pairs):.3f} | {_concentration(rows):.0%} | {more} |"
        )
    return "\n".join(lines)


def _difference(each: np.ndarray) -> str:
    """Mean and 95 % interval of a paired bootstrap."""
    chance = np.random.default_rng(1)
    means = chance.choice(each, (BOOTSTRAPS, len(each))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return f"{each.mean():+.3f} [{low:+.3f}, {high:+.3f}]"


def _concentration(rankings: Sequence[Ranking]) -> float:
    """Of the three people asked for each question, how many are the same ten."""
    asked = Counter(person for ranking in rankings for person in ranking[:3])
    return sum(times for _, times in asked.most_common(10)) / max(asked.total(), 1)


def profile_table(data: Profiles) -> str:
    lines = [
        f"## Profiles: {len(data.queries)} dev questions, {len(data.passages)} profiles",
        "| method | nDCG@10 | MRR | without result |",
        "|---|---|---|---|",
    ]
    methods = {"BM25, words": raw, "BM25, Dutch stems": DUTCH, "Vaknet": OURS.tokens}
    for name, tokens in methods.items():
        pairs = [(by_profile(data.passages, tokens, q), grades) for q, grades in data.queries]
        nothing = sum(not ranking for ranking, _ in pairs)
        lines.append(
            f"| {name} | {fmean(ndcg(*p) for p in pairs):.3f}"
            f" | {fmean(reciprocal_rank(*p) for p in pairs):.3f} | {nothing} |"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with *.jsonl.gz")
    parser.add_argument("--set", choices=["quantum", "beer", "nl"], help="only this one")
    chosen = parser.parse_args()
    tables = []
    for name in [chosen.set] if chosen.set else ["quantum", "beer", "nl"]:
        try:
            table = (
                profile_table(profiles(chosen.data))
                if name == "nl"
                else routing_table(name, list(cases(chosen.data, name)))
            )
        except MissingData as missing:
            sys.stderr.write(f"Not measured: {name}: {missing}\n")
            continue
        tables.append(table)
        sys.stdout.write(f"\n{table}\n")
    if not chosen.set and tables:
        head = "# The finder on dev data\n`python -m benchmarks.finder --data FOLDER`"
        RESULTS.write_text("\n\n".join([head, *tables]) + "\n", encoding="utf-8")
    return 0 if tables else 1


if __name__ == "__main__":
    sys.exit(main())
