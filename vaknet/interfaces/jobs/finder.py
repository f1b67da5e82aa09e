"""The finder, and searching, follow what people write."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Model
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from vaknet.domain.activity.models import Activity
from vaknet.domain.finding import actions, queries
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.paper.models import PaperMember
from vaknet.domain.searching import actions as searching

REBUILD = "rebuild_finder"
TEND = "tend_finder"
READ = "read_meaning"
# A minute of reading or so; then others have their turn.
AT_A_TIME = 1_000
LAST_IN_LINE = -10


def index_person(activity: Activity) -> None:
    """All that she tells about herself: what she removed has no row to look at any more."""
    _index(activity.actor)
    searching.index(activity.actor)
    if activity.object is not None:
        searching.index(activity.object)  # a role names an organisation
    rebuild_when_outgrown()


def index_object(activity: Activity) -> None:
    if activity.object is not None:
        _index(activity.object)
        searching.index(activity.object)
    rebuild_when_outgrown()


def index_sessions(activity: Activity) -> None:
    """What was held of it, of which only the finder reads who gave it."""
    if activity.object is not None:
        _index(activity.object)
    rebuild_when_outgrown()


def index_held_sessions(at: datetime) -> None:
    actions.read_meaning(actions.index_held_sessions(at=at))
    rebuild_when_outgrown()


def index_on_paper(activity: Activity) -> None:
    """Somebody who was brought in by another: her own group finds her."""
    paper = PaperMember.objects.select_related("actor").filter(pk=activity.object_id).first()
    if paper is not None:
        _index(paper.actor)
        searching.index(paper.actor)
    rebuild_when_outgrown()


def index_question_of(activity: Activity) -> None:
    """Another best answer makes the one before an answer like the others."""
    answer = activity.object
    if isinstance(answer, Answer):
        _index(answer.question)
        searching.index(answer.question)
    rebuild_when_outgrown()


def _index(thing: Model) -> None:
    """Its words, and a moment later what it means: a fraction of a second for one thing."""
    actions.read_meaning(actions.index(thing))


def let_search(activity: Activity) -> None:
    """What the finder does not read, for it says of nobody what she knows."""
    if activity.object is not None:
        searching.index(activity.object)


def forget_counts_of_closed_group(_activity: Activity) -> None:
    """What is written in a closed group does not count for how rare a word is to others."""
    _rebuild()


def rebuild_when_outgrown() -> None:
    if queries.is_outgrown():
        _rebuild()


def _rebuild() -> None:
    """By a job of its own: it may take a minute, and only one at a time makes sense.

    What PostgreSQL says to a second one would end the transaction of the follow-up too.
    """
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(REBUILD, queueing_lock=REBUILD, allow_unknown=True).defer()


def read_unread() -> None:
    """What nobody read yet: everything in the beginning, and after that what was missed."""
    if actions.read_unread(AT_A_TIME) == AT_A_TIME:
        read_soon()
    rebuild_when_outgrown()


def read_soon() -> None:
    """By a job of its own, after all that people wait for."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        job = app.configure_task(
            READ, queueing_lock=READ, priority=LAST_IN_LINE, allow_unknown=True
        )
        job.defer()
