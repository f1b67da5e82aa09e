"""Who can help, and what was answered before: always as the one who asks may see it."""

from datetime import timedelta

from django.utils import timezone

from vaknet.domain.finding import files, library
from vaknet.domain.finding.models import Edition, Meaning, Passage
from vaknet.domain.finding.queries.explanation import Explanation, Looked, Verdict, Why
from vaknet.domain.finding.queries.fitting import Fitting, who_fit
from vaknet.domain.finding.queries.network import Network, my_network
from vaknet.domain.finding.queries.people import (
    Findings,
    Found,
    by_shared_group,
    who_can_help,
    who_know,
)
from vaknet.domain.finding.queries.questions import FoundAnswer, similar_questions
from vaknet.domain.finding.queries.whom import whom
from vaknet.domain.finding.queries.why import explained
from vaknet.domain.finding.reasons import Code, Reason
from vaknet.domain.finding.unread import unread

__all__ = [
    "Code",
    "Explanation",
    "Findings",
    "Fitting",
    "Found",
    "FoundAnswer",
    "Looked",
    "Network",
    "Reason",
    "Verdict",
    "Why",
    "by_shared_group",
    "explained",
    "how_much_is_unread",
    "is_outgrown",
    "my_network",
    "similar_questions",
    "who_can_help",
    "who_fit",
    "who_know",
    "whom",
]

FEW = 500
SHARE = 50
OLD = timedelta(days=1)


def how_much_is_unread() -> tuple[int, int]:
    """How many passages are to be read for what they mean, and of how many."""
    return unread().count(), Passage.objects.exclude(text="").count()


def is_outgrown() -> bool:
    """Whether it is time to make the index files anew.

    Much changed since they were made; or something did and they are a day old, for what was
    removed must go from them too; or they are not on this machine, or of another database.
    """
    edition = Edition.objects.order_by("-pk").first()
    if edition is not None and (not library.state().is_ours or files.read(edition.name) is None):
        return True
    since, known = (edition.watermark, edition.passages) if edition else (0, 0)
    most = max(FEW, known // SHARE)
    changed = Passage.objects.filter(transaction__gte=since)[: most + 1].count()
    changed += Meaning.objects.filter(transaction__gte=since)[: most + 1].count()
    is_old = edition is not None and edition.built_at < timezone.now() - OLD
    return changed > most or (changed > 0 and is_old)
