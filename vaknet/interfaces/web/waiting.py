"""Who looks at a question that she waits for an answer to."""

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import Question
from vaknet.domain.pushing import actions, queries
from vaknet.domain.pushing.models import Wish


def seen(viewer: Actor | None, question: Question) -> Wish | None:
    """Hers for the question that she has before her: of what stands there we tell her no more."""
    found = queries.wish(viewer, question) if viewer else None
    if found is not None and found.news_at is not None:
        actions.note_seen(wish=found)
    return found
