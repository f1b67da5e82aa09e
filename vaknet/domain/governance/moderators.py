"""Who moderates: managers of the network everywhere, stewards what stands in their own groups."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils.timezone import localdate

from vaknet.domain.activity.models import PEOPLE_HERE, Actor
from vaknet.domain.federation.queries import groups_moderated
from vaknet.domain.governance.models import Appeal, Case, Report
from vaknet.domain.groups.queries import stewards_on
from vaknet.domain.knowledge.conversations import standing
from vaknet.domain.knowledge.pseudonyms import all_behind, names_of
from vaknet.domain.people.managers import is_manager, managers

EVERYWHERE = 0  # the number of no group


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
    return Actor.objects.filter(pk__in=_deciders([case])[case.pk]).order_by("pk")


def _deciders(cases: Collection[Case]) -> dict[int, set[int]]:
    """By case, in as many statements whatever number of them there is."""
    charge, parties = _in_charge(cases), dict[int, set[int]]()
    rows = Report.objects.filter(case__in=cases, by__isnull=False).values_list("case", "by")
    for case, by in rows:
        parties.setdefault(case, set()).add(by)
    authors = all_behind([case.author for case in cases if case.author is not None])
    found = {}
    for one in cases:
        others = charge[one.pk] - parties.get(one.pk, set())
        kept = others if others or not one.elsewhere else charge[one.pk]
        found[one.pk] = kept - {authors.get(one.author_id or 0)}
    return found


def has_colleagues(person: Actor, case: Case) -> bool:
    """Whether others look after that ground too, as all can know who know these people.

    Who reported counts as well, and who asked without her name: else it would tell about them.
    """
    return bool(_in_charge([case])[case.pk] - {person.pk, case.author_id})


def _in_charge(cases: Collection[Case]) -> dict[int, set[int]]:
    groups = _groups_of(cases)
    anywhere = set().union(*groups.values())
    duties = stewards_on(localdate()).filter(membership__group__in=anywhere)
    here = Actor.objects.filter(PEOPLE_HERE).values("pk")
    stewards = duties.filter(membership__actor__in=here)
    rows = stewards.values_list("membership__group", "membership__actor")
    anybody = list(rows.union(managers().values_list(Value(EVERYWHERE), "pk"))) if cases else []
    return {
        case: {actor for group, actor in anybody if group in {EVERYWHERE, *of_case}}
        for case, of_case in groups.items()
    }


def _groups_of(cases: Collection[Case]) -> dict[int, set[int]]:
    """By case, those whose stewards look after it."""
    found: dict[int, set[int]] = {case.pk: set() for case in cases}
    posts: dict[int, int | None] = {}
    for case in cases:
        question = case.question or (case.answer and case.answer.question)
        if question:
            found[case.pk] = {question.group_id}
        else:
            posts[case.pk] = case.post_id if case.reply is None else case.reply.post_id
    placed = standing().filter(post__in={*posts.values()} - {None})
    rows = set(placed.values_list("post", "group"))
    for pk, post in posts.items():
        found[pk] = {group for of, group in rows if of == post}
    return found


def looking_again(appeal: Appeal) -> QuerySet[Actor]:
    """Whoever can decide an appeal: with fresh eyes, or all who decide where there are none; and
    not who appeals, unless nobody else is left."""
    return Actor.objects.filter(pk__in=all_looking_again([appeal])[appeal.pk]).order_by("pk")


def all_looking_again(appeals: Collection[Appeal]) -> dict[int, set[int]]:
    """The same of each, in as many statements as of one."""
    cases = {one.decision.case_id: one.decision.case for one in appeals}
    everybody, found = _deciders(cases.values()), {}
    for one in appeals:
        held = one.decision
        others = everybody[held.case_id] - {one.by_id}
        fresh = others - {held.by_id, held.confirmed_by_id}
        found[one.pk] = fresh or others or everybody[held.case_id]
    return found
