"""Who moderates: managers of the network everywhere, stewards what stands in their own groups."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from vaknet.domain.activity.models import PEOPLE_HERE, Actor
from vaknet.domain.federation.queries import groups_moderated
from vaknet.domain.governance.models import Appeal, Case, Report
from vaknet.domain.groups.models import GroupDuty
from vaknet.domain.groups.queries import stewards_on
from vaknet.domain.knowledge.conversations import standing
from vaknet.domain.knowledge.pseudonyms import behind, names_of
from vaknet.domain.people.managers import is_manager, managers


def is_moderator(person: Actor) -> bool:
    return is_manager(person) or stewards_on(localdate()).filter(membership__actor=person).exists()


def ground(viewer: Actor) -> QuerySet[Case]:
    """All cases, open or closed, that are hers to look at: never one about herself, and never one
    that she reported. Of what stands elsewhere she decides that too where no manager is left who
    did not report it: else nobody would.
    """
    rows = Case.objects.all() if is_manager(viewer) else Case.objects.filter(_in_groups_of(viewer))
    mine = Report.objects.filter(case=OuterRef("pk"), by=viewer)
    theirs = Report.objects.filter(case=OuterRef(OuterRef("pk")), by=OuterRef("pk"))
    others = managers().exclude(pk=viewer.pk).exclude(Exists(theirs))
    nobodys = Q(elsewhere__gt="") & ~Exists(others)
    return rows.exclude(author__in=names_of(viewer.pk)).exclude(Exists(mine) & ~nobodys)


def _in_groups_of(steward: Actor) -> Q:
    groups = _looks_after(steward)
    posts = standing().filter(group__in=groups).values("post")
    asked = Q(question__group__in=groups) | Q(answer__question__group__in=groups)
    return asked | Q(post__in=posts) | Q(reply__post__in=posts)


def _looks_after(steward: Actor) -> QuerySet[Any, Any]:
    """Groups. Somebody on another network moderates where stewards asked her to."""
    if steward.is_remote:
        return groups_moderated(steward)
    duties = stewards_on(localdate()).filter(membership__actor=steward)
    return duties.values("membership__group")


def deciders(case: Case) -> QuerySet[Actor]:
    """Whoever may decide it, as `ground` has it."""
    charge = _in_charge(case)
    parties = [*case.reports.exclude(by=None).values_list("by", flat=True)]
    if case.elsewhere and not charge.exclude(pk__in=parties).exists():
        parties = []
    parties += [behind(case.author).pk] if case.author else []
    return charge.exclude(pk__in=parties).order_by("pk")


def _in_charge(case: Case) -> QuerySet[Actor]:
    stewards = _stewards_of(case).values("membership__actor")
    anybody = Q(pk__in=managers().values("pk")) | Q(pk__in=stewards)
    return Actor.objects.filter(PEOPLE_HERE, anybody)


def has_colleagues(person: Actor, case: Case) -> bool:
    """Whether others look after that ground too, as all can know who know these people.

    Who reported counts as well, and who asked without her name: else it would tell about them.
    """
    return _in_charge(case).exclude(pk__in=[person.pk, case.author_id or 0]).exists()


def _stewards_of(case: Case) -> QuerySet[GroupDuty]:
    question = case.question or (case.answer and case.answer.question)
    if question:
        return stewards_on(localdate()).filter(membership__group=question.group_id)
    post = case.post_id if case.reply is None else case.reply.post_id
    groups = standing().filter(post=post).values("group")
    return stewards_on(localdate()).filter(membership__group__in=groups)


def looking_again(appeal: Appeal) -> QuerySet[Actor]:
    """Whoever can decide an appeal: with fresh eyes, or all who decide where there are none; and
    not who appeals, unless nobody else is left."""
    held = appeal.decision
    everybody = deciders(held.case)
    others = everybody.exclude(pk=appeal.by_id or 0)
    decided = [pk for pk in (held.by_id, held.confirmed_by_id) if pk is not None]
    fresh = others.exclude(pk__in=decided)
    return next((rows for rows in (fresh, others) if rows.exists()), everybody)
