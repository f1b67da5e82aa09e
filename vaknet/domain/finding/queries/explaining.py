"""From what holds to what is shown: a few reasons, of different kinds, the strongest first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import reasons
from vaknet.domain.finding.analysis import analyser
from vaknet.domain.finding.queries.evidence import Source, article_of, how_many_confirm
from vaknet.domain.finding.reasons import Reason
from vaknet.domain.knowledge.models import Answer, Article, ArticleAuthor
from vaknet.domain.people.models import HelpOffer, KnownTopic, Profile, Role
from vaknet.domain.programme.models import Speaker

MOST_REASONS = 3
# Without a word of the question in them, the closest say enough.
MOST_IN_OTHER_WORDS = 2


def explain(
    actor: Actor,
    found: Sequence[Source],
    offers: Sequence[HelpOffer],
    asked: Sequence[str],
    today: date,
) -> list[Reason]:
    """At most three, first the one that has most words of the question. That she is happy to help
    is a reason only beside what she knows."""
    told = [_marked(reason, asked) for reason in _told(actor, found, today)]
    told.sort(key=_marked_words, reverse=True)
    clear = [reason for reason in told if reason.marks] or told[:MOST_IN_OTHER_WORDS]
    if not clear:
        return []
    help_offered = [reasons.from_offers(actor, list(offers))] if offers else []
    return clear[: MOST_REASONS - len(help_offered)] + help_offered


def told_by(actor: Actor, source: Source, asked: Sequence[str], today: date) -> Reason | None:
    """What one thing says of somebody, with the words of the question marked."""
    told = [_marked(one, asked) for one in _reasons(actor, _kind(source), [source], today)]
    return max(told, key=_marked_words, default=None)


def _told(actor: Actor, found: Sequence[Source], today: date) -> list[Reason]:
    """One reason for each kind of evidence, in the order of the strongest of each kind.

    Her profile comes last: the meaning of a profile is that of all she tells about herself, and
    what in it fits is said best by the thing itself.
    """
    by_kind: dict[str, list[Source]] = {}
    for source in found:
        by_kind.setdefault(_kind(source), []).append(source)
    told = []
    for kind, sources in sorted(by_kind.items(), key=lambda pair: pair[0] == Profile.__name__):
        told += _reasons(actor, kind, sources, today)
    return told


def _kind(source: Source) -> str:
    if isinstance(source, Answer):
        return "best" if hasattr(source, "best_for") else "answers"
    return (Article if isinstance(source, ArticleAuthor) else type(source)).__name__


def _reasons(actor: Actor, kind: str, found: Sequence[Source], today: date) -> list[Reason]:
    match found[0]:
        case Answer():
            answers = [source for source in found if isinstance(source, Answer)]
            return [reasons.from_answers(actor, answers, best=kind == "best")]
        case Article() | ArticleAuthor():
            written = [one for one in found if isinstance(one, Article | ArticleAuthor)]
            return [reasons.from_articles(actor, [article_of(one) for one in written])]
        case Speaker():
            given = [one for one in found if isinstance(one, Speaker)]
            return [reasons.from_sessions(actor, [one.session for one in given], today)]
        case KnownTopic() as topic:
            return [reasons.from_topic(actor, topic, how_many_confirm(topic))]
        case Role() as role:
            return [reasons.from_role(actor, role, today)]
        case profile:
            promise = [reasons.from_promise(actor, profile)] if profile.promise else []
            has_profession = profile.profession or profile.occupation or profile.place
            profession = [reasons.from_profession(actor, profile)] if has_profession else []
            return [*promise, *profession]


def _marked_words(reason: Reason) -> int:
    return sum(len(reason.text[start:end].split()) for start, end in reason.marks)


def _marked(reason: Reason, asked: Sequence[str]) -> Reason:
    """Words side by side become one mark."""
    marks: list[tuple[int, int]] = []
    for word in analyser().alike(reason.text, asked):
        if marks and not reason.text[marks[-1][1] : word.start].strip():
            marks[-1] = (marks[-1][0], word.end)
        else:
            marks.append((word.start, word.end))
    return replace(reason, marks=tuple(marks))
