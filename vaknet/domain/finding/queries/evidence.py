"""From passages back to what people wrote: PostgreSQL has the last word on what is there.

The index may be a moment behind. What was taken back, moved out of sight, or no longer says
anything of the question proves nothing, however high it scored.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from vaknet.domain.finding import passages
from vaknet.domain.finding.analysis import analyser
from vaknet.domain.finding.models import Passage
from vaknet.domain.finding.queries.understanding import Reader
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.people.models import KnownTopic, Profile, Role
from vaknet.engine.ranking import Candidate

Source = Role | KnownTopic | Profile | Answer


@dataclass(frozen=True)
class Proof:
    """One source that speaks for one person."""

    source: Source
    text: str


def proofs(
    reader: Reader, candidates: Sequence[Candidate], asked: Sequence[str]
) -> dict[int, list[Proof]]:
    """For each person what holds, best first. Five statements, however many people."""
    numbers = [one.passage for candidate in candidates for one in candidate.evidence]
    rows = Passage.objects.filter(Q(group=None) | Q(group__in=reader.groups), pk__in=numbers)
    known = {row.pk: row for row in rows}
    sources = _sources(reader, known.values())
    found: dict[int, list[Proof]] = {}
    for candidate in candidates:
        rows_of_her = [known[one.passage] for one in candidate.evidence if one.passage in known]
        of_her = [sources.get((row.source_type_id, row.source_id)) for row in rows_of_her]
        found[candidate.person] = [
            Proof(source, text)
            for source in of_her
            if source is not None
            and _author(source) == candidate.person
            and analyser().shares(text := _text(source), asked)
        ]
    return found


def _sources(reader: Reader, rows: Iterable[Passage]) -> Mapping[tuple[int, int], Source]:
    wanted = defaultdict(list)
    for row in rows:
        wanted[row.source_type_id].append(row.source_id)
    answers = Answer.objects.select_related("question__group__actor", "best_for").filter(
        withdrawn_at=None, question__withdrawn_at=None, question__group__in=reader.groups
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


def _text(source: Source) -> str:
    match source:
        case Answer():
            return f"{source.question.title}\n{source.text}"
        case Role():
            return f"{source.title} {source.organisation or ''}"
        case KnownTopic():
            return source.text
        case Profile():
            occupation, place = source.occupation, source.place
            labels = (occupation.label_nl, occupation.label_en) if occupation else ()
            said = (source.promise, source.profession, *labels, place.name if place else "")
            return " ".join(said)
