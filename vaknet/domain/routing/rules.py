"""How long, how many, and who may."""

from datetime import timedelta

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import Question

# When nobody answers, more people are asked.
PATIENCE = timedelta(days=1)
# For so long having been asked counts when it is chosen who is next; at its end hardly.
LATELY = timedelta(days=120)
# Who has this many requests waiting is left alone. One counts so long, also when she declined it:
# else the asker would see by who is proposed that it was a no.
MOST_WAITING = 3
WAITS = timedelta(days=14)


def may_route(person: Actor, question: Question) -> bool:
    """`person` as who she is at that question."""
    return question.author_id == person.pk
