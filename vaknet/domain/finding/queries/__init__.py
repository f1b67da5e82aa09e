"""Who can help, and what was answered before: always as the one who asks may see it."""

from vaknet.domain.finding.models import Edition, Passage
from vaknet.domain.finding.queries.people import Findings, Found, by_shared_group, who_can_help
from vaknet.domain.finding.queries.questions import FoundAnswer, similar_questions
from vaknet.domain.finding.reasons import Code, Reason

__all__ = [
    "Code",
    "Findings",
    "Found",
    "FoundAnswer",
    "Reason",
    "by_shared_group",
    "is_outgrown",
    "similar_questions",
    "who_can_help",
]

FEW = 2_000
SHARE = 50


def is_outgrown() -> bool:
    """Whether so much changed since the index files were made that it is time to make them anew."""
    edition = Edition.objects.order_by("-pk").first()
    since, known = (edition.watermark, edition.passages) if edition else (0, 0)
    most = max(FEW, known // SHARE)
    changed = Passage.objects.filter(transaction__gte=since)[: most + 1]
    return changed.count() > most
