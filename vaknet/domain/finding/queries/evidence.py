"""From passages back to what people wrote: PostgreSQL has the last word on what is there.

The index may be a moment behind. What was taken back, moved out of sight, or no longer says
anything of the question proves nothing, however high it scored.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from vaknet.domain.finding import passages
from vaknet.domain.finding.analysis import analyser
from vaknet.domain.finding.models import Passage
from vaknet.domain.finding.queries.understanding import Reader
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.people.models import KnownTopic, Profile, Role
from vaknet.engine.ranking import Candidate, Evidence
from vaknet.engine.text import spells

Source = Role | KnownTopic | Profile | Answer


def proofs(
    reader: Reader, candidates: Sequence[Candidate], asked: Sequence[str]
) -> dict[int, list[Source]]:
    """For each person what holds, best first. Five statements, however many people."""
    numbers = [one.passage for candidate in candidates for one in candidate.evidence]
    rows = Passage.objects.filter(Q(group=None) | Q(group__in=reader.groups), pk__in=numbers)
    places = rows.values_list("pk", "source_type", "source_id", "words")
    known = {pk: ((kind, number), words) for pk, kind, number, words in places}
    sources = _sources(reader, [source for source, _ in known.values()])
    found: dict[int, list[Source]] = {}
    for candidate in candidates:
        found[candidate.person] = []
        for one in candidate.evidence:
            key, words = known.get(one.passage, (None, ""))
            source = sources.get(key) if key else None
            if source is None or _author(source) != candidate.person:
                continue
            if _still_says(source, one, words, asked):
                found[candidate.person].append(source)
    return found


def _still_says(source: Source, evidence: Evidence, indexed: str, asked: Sequence[str]) -> bool:
    """Whether a word of the question is in the source as it is now.

    The index saw so, if nothing was written since; otherwise we read again.
    """
    texts = _texts(source)
    text = "\n".join(texts)
    if passages.words_of(texts) == indexed:
        return evidence.has_word or spells(text, asked)
    return analyser().shares(text, asked)


def _sources(reader: Reader, keys: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], Source]:
    wanted = defaultdict(list)
    for kind, number in keys:
        wanted[kind].append(number)
    answers = (
        Answer.objects.select_related("question", "best_for")
        .filter(withdrawn_at=None, question__withdrawn_at=None, question__group__in=reader.groups)
        .annotate(topic_names=passages.topic_names("question_id"))
    )
    queries: dict[type[Source], QuerySet[Any]] = {
        Role: Role.objects.select_related("organisation"),
        KnownTopic: KnownTopic.objects.all(),
        Profile: Profile.objects.select_related("occupation", "place"),
        Answer: answers,
    }
    found: dict[tuple[int, int], Source] = {}
    for model, query in queries.items():
        number = passages.type_of(model)
        for source in query.filter(pk__in=wanted[number]):
            found[number, source.pk] = source
    return found


def _author(source: Source) -> int:
    return source.author_id if isinstance(source, Answer) else source.actor_id


def _texts(source: Source) -> list[str]:
    """What it says, in the order in which it was indexed."""
    match source:
        case Answer():
            names: list[str] = source.topic_names  # type: ignore[attr-defined]
            return [source.question.title, *names, source.text]
        case Role():
            return [source.title, source.organisation.name if source.organisation else ""]
        case KnownTopic():
            return [source.text]
    occupation, place = source.occupation, source.place
    labels = [occupation.label_nl, occupation.label_en] if occupation else []
    return [source.promise, source.profession, *labels, place.name if place else ""]
