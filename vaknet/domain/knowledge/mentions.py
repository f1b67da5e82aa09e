"""Who is named in what people write, for who may see that person."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from vaknet.domain.activity.models import PEOPLE_HERE, Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.knowledge.models import Mention
from vaknet.domain.people.apart import is_apart


def people_here(handles: Iterable[str]) -> list[Actor]:
    """Those with such a handle, in the order of the handles."""
    order = {handle: place for place, handle in enumerate(handles)}
    rows = Actor.objects.filter(PEOPLE_HERE, handle__in=list(order))
    return sorted(rows, key=lambda person: order[person.handle])


def within_reach(by: Actor, people: Iterable[Actor], groups: Sequence[Group]) -> set[int]:
    """Of these the ids of who may read what stands in the groups, and is not kept apart from who
    wrote it.
    """
    rows = Actor.objects.filter(pk__in=[one.pk for one in people]).exclude(is_apart(by.pk))
    if all(group.readers == Group.Readers.GROUP for group in groups):
        inside = GroupMembership.objects.filter(
            actor=OuterRef("pk"), group__in=[group.pk for group in groups], until=None
        )
        rows = rows.filter(Exists(inside))
    return set(rows.values_list("pk", flat=True))


def named_at_question(viewer: Actor | None, pk: int) -> dict[str, str]:
    """In a question and its answers: the handle as it was written, and what it is now."""
    return dict(_AT_QUESTION(viewer=viewer.pk, question=pk)) if viewer else {}


def named_in_conversation(
    viewer: Actor | None, post: int, replies: Sequence[int]
) -> dict[str, str]:
    """The same for a post and these replies."""
    if viewer is None:
        return {}
    return dict(_IN_CONVERSATION(viewer=viewer.pk, post=post, replies=list(replies)))


def _named(viewer: int, where: Q) -> QuerySet[Mention, tuple[str, str]]:
    """A guest, and two who are kept apart, see plain words: as for a handle that nobody has."""
    rows = Mention.objects.filter(where).exclude(is_apart(viewer, "person"))
    return rows.order_by("pk").values_list("handle", "person__handle")


def _at_question(viewer: int, question: int) -> QuerySet[Mention, tuple[str, str]]:
    return _named(viewer, Q(question=question) | Q(answer__question=question))


_AT_QUESTION = Frozen(_at_question)


def _in_conversation(
    viewer: int, post: int, replies: list[int]
) -> QuerySet[Mention, tuple[str, str]]:
    return _named(viewer, Q(post=post) | Q(reply__any_of=replies))


_IN_CONVERSATION = Frozen(_in_conversation)
