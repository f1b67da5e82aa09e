"""Given a question, rank the profiles that fit it; beside plain baselines on the same data."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from statistics import fmean

import numpy as np
import Stemmer

from benchmarks.finder_data import Profiles
from benchmarks.finder_measures import Ranking, difference, ndcg, reciprocal_rank
from benchmarks.finder_reading import directions, meanings, raw_vectors
from vaknet.domain.finding.analysis import part_counts
from vaknet.domain.finding.synonyms import synonyms
from vaknet.engine.arrays import Array
from vaknet.engine.meaning import pieces
from vaknet.engine.meaning.space import unit
from vaknet.engine.ranking import Answerer, Index, Query, build
from vaknet.engine.ranking.building import Tokens
from vaknet.engine.ranking.scoring import match, terms, views
from vaknet.engine.text import GRAM, STEM, Analyser, Token, names_in, plain_words
from vaknet.engine.text.analyser import key

# The same words come back in every case: remember them all.
OURS = Analyser(part_counts(), remember=500_000)

Rank = Callable[[Profiles], list[Ranking]]


def raw(word: str) -> tuple[Token, ...]:
    return (Token(STEM, key(word)),)


def stemmed(language: str) -> Tokens:
    stem = cache(Stemmer.Stemmer(language).stemWord)
    return cache(lambda word: raw(stem(word)))


def grams(word: str) -> tuple[Token, ...]:
    return tuple(token for token in OURS.tokens(word) if token.field == GRAM)


def by_words(tokens: Tokens) -> Rank:
    """BM25 alone."""

    def rank(data: Profiles) -> list[Ranking]:
        segment = build(data.passages, tokens)
        (view,) = views([segment], np.empty(0, np.int64), [np.empty(0, np.int64)])
        found = []
        for question, _ in data.queries:
            counted = Counter(t for word in plain_words(question, limit=60) for t in tokens(word))
            matched = match(view, terms([segment], counted))
            found.append(by_score(segment.person[matched.rows], matched.score))
        return found

    return rank


def by_plain_vectors(data: Profiles) -> list[Ranking]:
    """multilingual-e5-small as it is: the cosine with the whole profile."""
    asked, whole, _, _ = _vectors(data)
    return [by_score(_people(data), row) for row in asked @ whole.T]


def by_centred_vectors(data: Profiles) -> list[Ranking]:
    """Its middle taken out, the whole profile and its best piece added: the best simple way."""
    asked, whole, parts, owner = _vectors(data)
    asked = unit(asked - asked.mean(axis=0))
    best = np.full((len(asked), len(whole)), -1.0)
    of_parts = asked @ unit(parts - parts.mean(axis=0)).T
    for column, place in enumerate(owner):
        best[:, place] = np.maximum(best[:, place], of_parts[:, column])
    score = asked @ unit(whole - whole.mean(axis=0)).T + best
    return [by_score(_people(data), row) for row in score]


def by_vaknet(data: Profiles, *, with_meaning: bool) -> list[Ranking]:
    """As the product ranks people."""
    passages = list(data.passages)
    asked: Sequence[Array | None] = [None] * len(data.queries)
    if with_meaning:
        read = meanings(data.texts)
        passages = [replace(one, codes=codes) for one, codes in zip(passages, read, strict=True)]
        asked = directions([question for question, _ in data.queries])
    index = Index.of([build(passages, OURS.tokens)])
    found = []
    for (question, _), direction in zip(data.queries, asked, strict=True):
        words = list(dict.fromkeys(plain_words(question, limit=60)))
        query = Query(
            words=words,
            also=synonyms().also(question),
            names=names_in(question),
            directions=None if direction is None else direction[None],
        )
        people = Answerer(index, query, OURS).people(len(passages))
        found.append([one.person for one in people])
    return found


METHODS: dict[str, Rank] = {
    "BM25, words": by_words(raw),
    "BM25, Dutch stems": by_words(stemmed("dutch")),
    "BM25, 4-grams": by_words(grams),
    "e5-small as it is": by_plain_vectors,
    "e5-small centred, whole + best piece": by_centred_vectors,
    "Vaknet without an encoder": lambda data: by_vaknet(data, with_meaning=False),
    "Vaknet": lambda data: by_vaknet(data, with_meaning=True),
}
BESIDE = "e5-small centred, whole + best piece"


def table(name: str, data: Profiles) -> str:
    gains, lines = (
        {},
        [
            f"## {name}: {len(data.queries)} questions, {len(data.passages)} profiles",
            "| method | nDCG@10 | Dutch | English | MRR | without result | over centred e5 |",
            "|---|---|---|---|---|---|---|",
        ],
    )
    grades = [grades for _, grades in data.queries]
    rankings = {method: rank(data) for method, rank in METHODS.items()}
    for method, found in rankings.items():
        gains[method] = [ndcg(*pair) for pair in zip(found, grades, strict=True)]
    for method, found in rankings.items():
        more = "" if method == BESIDE else difference(gains[method], gains[BESIDE])
        mrr = fmean(reciprocal_rank(*pair, least=2) for pair in zip(found, grades, strict=True))
        lines.append(
            f"| {method} | {fmean(gains[method]):.3f} | {_of(gains[method], data, 'nl')}"
            f" | {_of(gains[method], data, 'en')} | {mrr:.3f}"
            f" | {sum(not ranking for ranking in found)} | {more} |"
        )
    return "\n".join(lines)


def _of(gains: Sequence[float], data: Profiles, language: str) -> str:
    own = [gain for gain, of in zip(gains, data.languages, strict=True) if of == language]
    return f"{fmean(own):.3f}" if own else ""


def by_score(people: Array, score: Array) -> Ranking:
    ranking: Ranking = people[np.lexsort((people, -score))].tolist()
    return ranking


def _people(data: Profiles) -> Array:
    return np.asarray([one.person for one in data.passages])


def _vectors(data: Profiles) -> tuple[Array, Array, Array, list[int]]:
    parts = [pieces(text)[1:] or [text] for text in data.texts]
    owner = [place for place, of_one in enumerate(parts) for _ in of_one]
    asked = raw_vectors([question for question, _ in data.queries], questions=True)
    whole = raw_vectors(data.texts, questions=False)
    return asked, whole, raw_vectors([p for one in parts for p in one], questions=False), owner
