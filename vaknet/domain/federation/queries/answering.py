"""What a member said about what she reads of other networks: for herself, and as it is told."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import (
    AnswerElsewhere,
    RemoteActor,
    RemotePost,
    ThanksElsewhere,
    VoteElsewhere,
)
from vaknet.domain.federation.queries.identity import is_known
from vaknet.domain.federation.queries.remote import inboxes_of
from vaknet.domain.federation.rules import id_of, id_of_words
from vaknet.engine.activitypub.own_answers import OwnAnswer
from vaknet.engine.activitypub.own_words import for_others
from vaknet.kit.markdown import to_html

WITH = ("address", "author__actor", "author__host")


def thanks_of(viewer: Actor) -> QuerySet[ThanksElsewhere]:
    """Those that stand, the latest first."""
    rows = ThanksElsewhere.objects.filter(person=viewer, until=None)
    return rows.select_related(*WITH).order_by("-since", "-pk")


def thanks_for_post(viewer: Actor, post: RemotePost) -> ThanksElsewhere | None:
    return thanks_of(viewer).filter(uri=post.uri).first()


def answers_of(viewer: Actor) -> QuerySet[AnswerElsewhere]:
    """Those that stand, the latest first."""
    rows = AnswerElsewhere.objects.filter(person=viewer, until=None)
    return rows.select_related(*WITH).order_by("-since", "-pk")


def answer_to_change(viewer: Actor, pk: int) -> AnswerElsewhere:
    """One of hers that stands. Raises AnswerElsewhere.DoesNotExist, also for who is not known
    elsewhere."""
    if not is_known(viewer):
        raise AnswerElsewhere.DoesNotExist
    return answers_of(viewer).get(pk=pk)


def answers_to(viewer: Actor, post: RemotePost) -> QuerySet[AnswerElsewhere]:
    """The same to one post, in the order in which she said it."""
    return answers_of(viewer).filter(uri=post.uri).order_by("since", "pk")


def said_lately(viewer: Actor, *, since: datetime) -> list[str]:
    """Also what she took back since, and what got other words."""
    lately = Q(since__gt=since) | Q(changed_at__gt=since)
    rows = AnswerElsewhere.objects.filter(lately, person=viewer)
    return list(rows.values_list("text", flat=True))


def answer_at(token: str) -> AnswerElsewhere | None:
    """For everybody, also one that was taken back. What was for one alone is at no address."""
    rows = AnswerElsewhere.objects.filter(token=token, is_public=True)
    return rows.select_related(*WITH).first()


def answers_reported(tokens: Collection[str], *, by: RemoteActor) -> "QuerySet[AnswerElsewhere]":
    """Those that stand, for whoever may know of them: what was said to one alone is known on the
    server of that one."""
    known = Q(is_public=True) | Q(author__host=by.host_id)
    rows = AnswerElsewhere.objects.filter(known, token__in=tokens, until=None)
    return rows.select_related(*WITH, "person").order_by("pk")


def as_told(row: AnswerElsewhere, *, is_gone: bool = False) -> OwnAnswer:
    """Her words as others read them: without links to pages here, and names are plain words. Of
    what is gone there are none."""
    html = "" if is_gone else for_others(to_html(row.text), ours=settings.BASE_URL)
    return OwnAnswer(
        id=id_of_words(row.token),
        by=id_of(row.address.token),
        author=row.author.uri,
        called=row.author.actor.address,
        in_reply_to=row.uri,
        context=row.context,
        html=html,
        at=row.since,
        is_public=row.is_public,
        updated=row.changed_at,
    )


def inboxes_that_heard(actor: Actor) -> set[str]:
    """Of those for whom she voted, whom she thanked or answered, whenever it was, at the address of
    this actor: of two accounts that became one, who heard of one is told nothing of the other."""
    votes = VoteElsewhere.objects.filter(address__actor=actor).values("author")
    thanks = ThanksElsewhere.objects.filter(address__actor=actor).values("author")
    answers = AnswerElsewhere.objects.filter(address__actor=actor).values("author")
    heard = Q(pk__in=votes) | Q(pk__in=thanks) | Q(pk__in=answers)
    return inboxes_of(RemoteActor.objects.filter(heard).values("pk"))
