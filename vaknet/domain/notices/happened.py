"""What somebody was told of lately, as she may see it now: what is about one matter together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Congratulation
from vaknet.domain.groups.admission import my_invitations
from vaknet.domain.groups.models import Group, GroupMembership, JoinRequest, StewardshipOffer
from vaknet.domain.groups.queries import stewards_on
from vaknet.domain.knowledge.articles import asked_authors, readable_drafts
from vaknet.domain.knowledge.conversations import visible_posts, visible_replies
from vaknet.domain.knowledge.models import AnswerCheck, ArticleReview, SameQuestion, Thanks
from vaknet.domain.knowledge.queries import visible_answers, visible_questions
from vaknet.domain.notices.elsewhere import SIGHTS_ELSEWHERE
from vaknet.domain.notices.kinds import KINDS
from vaknet.domain.notices.meeting import (
    across,
    been,
    coffees,
    events,
    opportunities,
    own_coffees,
    routes,
)
from vaknet.domain.notices.models import Kind, Notice
from vaknet.domain.notices.sight import Sight
from vaknet.domain.people.apart import is_apart, is_muted
from vaknet.domain.surveys.queries import visible_polls

KEPT = timedelta(days=90)
LATELY = timedelta(days=30)
MOST = 60


@dataclass(frozen=True)
class Happened:
    """The latest of what is told as one. `number`: of how many. `actor`: who did it; None where
    that is not hers to know. `sight`: None where there is only the page of the matter to see.
    """

    verb: str
    matter: str
    actor: Actor | None
    sight: Sight | None
    at: datetime
    number: int
    is_read: bool

    @property
    def waits_for_her(self) -> bool:
        return KINDS[self.verb] == Kind.ASKED


def happened(viewer: Actor, *, now: datetime) -> list[Happened]:
    """The latest first. What is gone, or is of who is kept from her, is not there."""
    rows = _rows(viewer, now - LATELY)
    sights = _sights(viewer, rows)
    seen = [
        row
        for row in rows
        if row.activity.verb not in SIGHTS or row.activity.object_id in sights[row.activity.verb]
    ]
    together = defaultdict(list)
    for row in seen:
        together[row.matter, row.activity.verb, row.read_at is None].append(row)
    return [_told(group, sights) for group in together.values()]


def _told(rows: Sequence[Notice], sights: Mapping[str, Mapping[int, Sight]]) -> Happened:
    latest = rows[0]
    verb = latest.activity.verb
    return Happened(
        verb=verb,
        matter=latest.matter,
        actor=None if verb in WITHOUT_NAME else latest.activity.actor,
        sight=sights[verb].get(latest.activity.object_id) if verb in SIGHTS else None,
        at=latest.at,
        number=len(rows),
        is_read=latest.read_at is not None,
    )


def _rows(viewer: Actor, since: datetime) -> list[Notice]:
    rows = Notice.objects.filter(reader=viewer, at__gte=since, activity__verb__in=[*SHOWN])
    apart = is_apart(viewer.pk, "activity__actor") | is_muted(viewer.pk, "activity__actor")
    # Else muting somebody would tell whether it was she who did it.
    rows = rows.exclude(apart & ~Q(activity__verb__in=WITHOUT_NAME))
    # Of two accounts that became one, the one may have answered the other.
    rows = rows.exclude(Q(activity__actor=viewer) & ~Q(activity__verb__in=BY_HERSELF))
    return list(rows.select_related("activity__actor").order_by("-at", "-pk")[:MOST])


def _sights(viewer: Actor, rows: Iterable[Notice]) -> dict[str, Mapping[int, Sight]]:
    numbers = defaultdict(list)
    for row in rows:
        numbers[row.activity.verb].append(row.activity.object_id)
    return {verb: SIGHTS[verb](viewer, found) for verb, found in numbers.items() if verb in SIGHTS}


def _answers(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    rows = visible_answers(viewer).filter(pk__in=ids).select_related("question")
    return {one.pk: Sight(one.question.title, one.question_id, one.pk) for one in rows}


def _doubts(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    later = AnswerCheck.objects.filter(answer=OuterRef("answer"), pk__gt=OuterRef("pk"))
    rows = AnswerCheck.objects.filter(pk__in=ids).exclude(Exists(later))
    answers = dict(rows.values_list("pk", "answer"))
    return _through(answers, _answers(viewer, [*answers.values()]))


def _through(of: Mapping[int, int], sights: Mapping[int, Sight]) -> Mapping[int, Sight]:
    """The sight of the one is that of the other, where she can see that."""
    return {pk: sights[other] for pk, other in of.items() if other in sights}


def _same(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    questions = dict(SameQuestion.objects.filter(pk__in=ids).values_list("pk", "question"))
    rows = visible_questions(viewer).filter(pk__in=[*questions.values()])
    return _through(questions, {one.pk: Sight(one.title, one.pk) for one in rows})


def _replies(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    rows = visible_replies(viewer).filter(pk__in=ids).select_related("post")
    return {one.pk: Sight(one.post.title, one.post_id, one.pk) for one in rows}


def _published(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    rows = visible_posts(viewer).filter(pk__in=ids)
    return {one.pk: Sight(one.title, one.pk) for one in rows}


def _drafts(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    rows = readable_drafts(viewer).filter(pk__in=ids).select_related("post")
    return {one.pk: Sight(one.post.title, one.pk) for one in rows}


def _reviews(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    drafts = dict(ArticleReview.objects.filter(pk__in=ids).values_list("pk", "article"))
    return _through(drafts, _drafts(viewer, [*drafts.values()]))


def _asked_authors(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    asked = asked_authors().filter(pk__in=ids, actor=viewer, declined_at=None)
    drafts = dict(asked.values_list("pk", "article"))
    return _through(drafts, _drafts(viewer, [*drafts.values()]))


def _joined(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """Let in, and still there; or answered, and not asked again."""
    mine = GroupMembership.objects.filter(actor=viewer, until=None).values("group")
    rows = JoinRequest.objects.filter(pk__in=ids, actor=viewer, withdrawn_at=None)
    is_in = Q(let_in_at__isnull=False, group__in=mine)
    return _groups(rows.filter(is_in | Q(declined_at__isnull=False) & ~Q(reply="")))


def _knocks(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """To who is a steward of the group today."""
    hers = stewards_on(localdate()).filter(membership__actor=viewer).values("membership__group")
    waiting = JoinRequest.objects.filter(let_in_at=None, declined_at=None, withdrawn_at=None)
    return _groups(waiting.filter(pk__in=ids, group__in=hers))


def _invitations(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    return _groups(my_invitations(viewer).filter(pk__in=ids))


def _offers(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    rows = StewardshipOffer.objects.filter(pk__in=ids, actor=viewer, until=None)
    return _groups(rows.filter(accepted_at=None, declined_at=None))


def _polls(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """In which she can vote, and did not yet."""
    rows = visible_polls(viewer).filter(pk__in=ids, is_running=True, has_voted=False)
    return {one.pk: Sight(one.question, one.pk) for one in rows}


def _thanks(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """For answers that somebody still thanks for."""
    thanked = Thanks.objects.filter(answer__in=ids).values_list("answer", flat=True)
    return _answers(viewer, [*thanked])


def _congratulations(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    rows = Congratulation.objects.filter(
        pk__in=ids, announcement__role__actor=viewer, announcement__until=None
    )
    return {pk: Sight("", told) for pk, told in rows.values_list("pk", "announcement")}


def _groups(rows: QuerySet) -> Mapping[int, Sight]:  # type: ignore[type-arg]
    found = rows.select_related("group__actor")
    return {one.pk: _group(one.group) for one in found}


def _group(group: Group) -> Sight:
    return Sight(group.actor.name, group.actor.handle)


SIGHTS: dict[str, Callable[[Actor, Sequence[int]], Mapping[int, Sight]]] = {
    "answered": _answers,
    "thanked": _thanks,
    "congratulated": _congratulations,
    "was_offered_route": routes,
    "was_answered_across": across,
    "was_given_coffee": coffees,
    "was_reminded_of_coffee": coffees,
    "said_yes_to_coffee": coffees,
    "coffee_came_to_nothing": own_coffees,
    "asked_poll": _polls,
    "published_event": events,
    "published_opportunity": opportunities,
    "asked_whom_met": been,
    "asked_what_came": been,
    "doubted_answer": _doubts,
    "said_same": _same,
    "replied": _replies,
    "let_in": _joined,
    "declined_join_request": _joined,
    "asked_to_join": _knocks,
    "invited_into_group": _invitations,
    "was_asked_as_steward": _offers,
    "published_article": _published,
    "sent_in_article": _drafts,
    "asked_changes": _reviews,
    "asked_author": _asked_authors,
    **SIGHTS_ELSEWHERE,
}
# What waits for her is a stop, and stands above with all that she needs to answer it.
STOPS = {
    "requested_answer",
    "requested_connection",
    "asked_introduction",
    "tried_route",
    "agreed_to_introduce",
    "proposed_introduction",
    "was_asked_across",
    "asked_reference",
    "proposed_talk",
    "mentioned",
    "tipped",
}
SHOWN = KINDS.keys() - STOPS
# Who asks for an introduction does not know who is on the way, stewards and editors speak for their
# group, and who is elsewhere has no page here.
WITHOUT_NAME = {
    "moved_along_elsewhere",
    "stayed_behind_elsewhere",
    "asked_to_follow_group_from_elsewhere",
    "asked_to_follow_from_elsewhere",
    "was_answered_elsewhere",
    "moved_elsewhere",
    "called_off_elsewhere",
    "was_answered_across",
    "wrote_to_step",
    "was_offered_route",
    "said_same",
    "was_told_of_news",
    "let_in",
    "declined_join_request",
    "was_asked_as_steward",
    "sent_in_article",
    "asked_changes",
    "published_article",
    "thanked_for_tip",
    "asked_whom_met",
    "asked_what_came",
    "was_given_coffee",
    "was_reminded_of_coffee",
    "coffee_came_to_nothing",
    "found_no_coffee",
}
# What the clock tells, or somebody of a partner network, is recorded as hers.
BY_HERSELF = {
    "moved_along_elsewhere",
    "stayed_behind_elsewhere",
    "was_answered_across",
    "was_offered_route",
    "was_told_of_news",
    "was_asked_as_steward",
    "was_given_coffee",
    "was_reminded_of_coffee",
    "coffee_came_to_nothing",
    "found_no_coffee",
}
