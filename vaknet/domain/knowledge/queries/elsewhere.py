"""People of other networks who said something here: of others nothing is shown."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.knowledge.conversations import visible_replies
from vaknet.domain.knowledge.models import Answer, Reply
from vaknet.domain.knowledge.queries.visible import visible_answers
from vaknet.domain.people.apart import is_apart


def author_elsewhere(viewer: Actor, *, handle: str, domain: str) -> Actor:
    """Raises Actor.DoesNotExist also for who only follows: her own network alone tells of that.

    Who visits a group is known to who is in it.
    """
    hers = {"author": OuterRef("pk")}
    said = Q(Exists(visible_answers(viewer).filter(**hers)))
    said |= Q(Exists(visible_replies(viewer).filter(**hers)))
    mine = GroupMembership.objects.filter(actor=viewer, until=None).values("group")
    seats = GroupMembership.objects.filter(actor=OuterRef("pk"), until=None)
    said |= Q(Exists(seats.filter(group__in=mine)))
    rows = Actor.objects.filter(said, handle=handle, domain=domain).exclude(domain="")
    return rows.exclude(is_apart(viewer.pk)).select_related("remote").get()


def answers_of(viewer: Actor, author: Actor) -> QuerySet[Answer]:
    rows = visible_answers(viewer).filter(author=author).select_related("question")
    return rows.order_by("-answered_at", "-pk")


def replies_of(viewer: Actor, author: Actor) -> QuerySet[Reply]:
    rows = visible_replies(viewer).filter(author=author).select_related("post")
    return rows.order_by("-replied_at", "-pk")
