"""People on paper, for the stewards of their group. To all others these rows are not there."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.groups.queries import stewards_on
from vaknet.domain.knowledge.models import Question
from vaknet.domain.knowledge.queries import visible_questions
from vaknet.domain.notices.sources.answering import (
    is_open,
    questions_for_her,
    questions_in_groups,
)
from vaknet.domain.notices.sources.tips import tips_for_her
from vaknet.domain.notices.sources.waiting import asked_by_name
from vaknet.domain.notices.stops import Moment
from vaknet.domain.paper.models import PaperAsk, PaperInvitation, PaperMember
from vaknet.domain.paper.rules import ASKS
from vaknet.domain.people.models import Closure


def tended_groups(viewer: Actor) -> QuerySet[Group]:
    """Those that she is steward of."""
    duties = stewards_on(localdate()).filter(
        membership__actor=viewer, membership__group=OuterRef("pk")
    )
    return Group.objects.filter(Exists(duties)).select_related("actor").order_by("actor__name")


def people_of(viewer: Actor) -> QuerySet[PaperMember]:
    """By name: who is on paper in a group of hers, and still in it. Also who has an account since,
    for as long as she may want to know why she can do no more."""
    left = Closure.objects.filter(actor=OuterRef("actor"), until=None)
    inside = GroupMembership.objects.filter(
        group=OuterRef("group"), actor=OuterRef("actor"), until=None
    )
    rows = PaperMember.objects.filter(Exists(inside), group__in=tended_groups(viewer))
    rows = rows.exclude(Exists(left)).select_related("actor__profile", "group__actor", "brought_by")
    return rows.order_by("actor__name", "pk")


def person(viewer: Actor, pk: int) -> PaperMember:
    """Raises PaperMember.DoesNotExist for who does not keep her."""
    return people_of(viewer).get(pk=pk)


def asks_of(paper: PaperMember) -> list[PaperAsk]:
    """That can still be answered, by number."""
    open_to_her = visible_questions(paper.actor)
    rows = PaperAsk.objects.filter(paper=paper, question__in=open_to_her)
    return list(rows.select_related("question__author", "question__group__actor"))


def last_letter(paper: PaperMember) -> list[PaperAsk]:
    """What stands in the last letter to her."""
    asks = asks_of(paper)
    last = max((ask.last_at for ask in asks), default=None)
    return [ask for ask in asks if ask.last_at == last]


def asks_for(paper: PaperMember, *, now: datetime) -> list[Question]:
    """For the next letter: where somebody asks her by name or tipped her, what fits what she knows
    as the line chooses it, and then the newest that wait for an answer in her group. What she got
    before comes last.
    """
    moment = Moment(paper.actor, now, now.date())
    asked = [*asked_by_name(moment), *tips_for_her(moment)]
    named = [getattr(stop.about, "question", stop.about) for stop in asked]
    fitting = sorted(questions_for_her(moment), key=lambda stop: -stop.strength)
    newest = [one for one in questions_in_groups(moment) if is_open(one)]
    every = [*named, *(stop.about for stop in fitting), *newest]
    return _new_first(paper, [one for one in every if isinstance(one, Question)])[:ASKS]


def _new_first(paper: PaperMember, questions: Sequence[Question]) -> list[Question]:
    found = {one.pk: one for one in questions if one.group_id == paper.group_id}
    before = set(PaperAsk.objects.filter(paper=paper).values_list("question", flat=True))
    return sorted(found.values(), key=lambda one: one.pk in before)


def invitation(pk: int, *, since: datetime) -> PaperInvitation:
    """By its link. Raises PaperInvitation.DoesNotExist when it was used or is too old, and when who
    asked for it is no steward of her group any more.
    """
    rows = PaperInvitation.objects.filter(paper__until=None, at__gte=since)
    found = rows.select_related("paper__actor", "paper__group__actor").get(pk=pk)
    if not tended_groups(invited_by(found)).filter(pk=found.paper.group_id).exists():
        raise PaperInvitation.DoesNotExist
    return found


def invited_by(invitation: PaperInvitation) -> Actor:
    """Which steward asked for it."""
    sent = Activity.objects.filter(verb="invited_by_mail", object_id=invitation.pk)
    return sent.select_related("actor").latest("pk").actor
