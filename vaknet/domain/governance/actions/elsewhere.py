"""Reporting what members read along of other networks, and whom; and showing it again."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.timezone import now

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation import queries as federation
from vaknet.domain.federation.actions import show_elsewhere
from vaknet.domain.federation.models import RemoteActor, RemotePost
from vaknet.domain.federation.rules import chance
from vaknet.domain.governance import rules
from vaknet.domain.governance.actions.decisions import reason_given
from vaknet.domain.governance.actions.holding import held_case, something_happened
from vaknet.domain.governance.actions.reports import checked, in_case
from vaknet.domain.governance.forwarding import addressed
from vaknet.domain.governance.models import Case, Copy, Decision, Forwarded, Kind, Reason, Report
from vaknet.domain.governance.openly import FEW


@transaction.atomic
def report_elsewhere(
    by: Actor,
    *,
    about: RemotePost | RemoteActor,
    reason: str,
    text: str = "",
    forward: bool = False,
) -> Report:
    """As `report` is for what stands here. The words are kept as they are now.

    `forward`: she lets this network pass it on by itself. Whether it does, nothing here tells: she
    would learn how many read it. Raises RemotePost.DoesNotExist for what she does not read (any
    more).
    """
    words = checked(reason, text)
    one_at_a_time(by)
    if isinstance(about, RemotePost):
        about = federation.read_elsewhere(by, about.pk)
    case = _case_about(about)
    return in_case(by, case=case, reason=reason, words=words, may_go_on=forward)


def _case_about(about: RemotePost | RemoteActor) -> Case:
    """The one that is open, or a new one with a copy."""
    person = about.author if isinstance(about, RemotePost) else about
    case, is_new = Case.objects.get_or_create(
        elsewhere=about.uri, closed_at=None, defaults={"author": person.actor}
    )
    if is_new:
        Copy.objects.create(case=case, **_as_it_is(about))
    return case


def _as_it_is(about: RemotePost | RemoteActor) -> dict[str, object]:
    if isinstance(about, RemoteActor):
        return {"page": about.page or about.uri, "title": about.written[:500]}
    columns = ("page", "title", "warning", "html", "attachments", "published")
    return {column: getattr(about, column) for column in columns}


@transaction.atomic
def forward_by_itself(*, report: Report) -> None:
    """For the job that follows a report, once for each case: the reason by its name, and nothing of
    who reported. Her own words could tell who she is.

    Only what so many read that it does not tell who reported: an author may know her followers.
    """
    said = Report.objects.select_for_update(of=("self",)).select_related("case").get(pk=report.pk)
    case = said.case
    if not said.may_go_on or said.withdrawn_at is not None or addressed(case) is None:
        return
    if not _is_read_by_many(case):
        return
    with translation.override(settings.LANGUAGE_CODE):
        told = {"text": str(Reason(said.reason).label), "token": chance()}
    Forwarded.objects.get_or_create(case=case, by_itself=True, defaults=told)


def _is_read_by_many(case: Case) -> bool:
    post = federation.remote_post(case.elsewhere)
    if post is None or not post.is_public:
        return False
    return federation.members_reading(post) >= FEW


@transaction.atomic
def show_again(by: Actor, *, case: Case, reason: str) -> Decision:
    """What was hidden can be read again. Decided like the rest: who reported it hears why, and can
    appeal. Raises Case.DoesNotExist for a case that is not hers."""
    held = held_case(by, case)
    if not federation.is_hidden_elsewhere(held.elsewhere):
        raise something_happened()
    words, at = reason_given(reason), now()
    show_elsewhere(uri=held.elsewhere, at=at)
    standing = Decision.objects.filter(case__elsewhere=held.elsewhere, kind=Kind.HIDE)
    standing.filter(carried_at__isnull=False, dropped_at=None).update(dropped_at=at)
    made = Decision.objects.create(
        case=held, by=by, kind=Kind.LEAVE, reason=words, at=at, carried_at=at
    )
    record(by, "decided_case", made, audience=Audience.PARTIES)
    return made


def forget_copies(*, now: datetime) -> None:
    """For the clock: until nobody can appeal any more, and no appeal waits. Of what was taken back
    before anybody decided nothing is left to decide."""
    since = now - rules.TERM_OF_APPEAL
    taken_back = Q(closed_at=None, answer_elsewhere__until__lte=since)
    over = Case.objects.filter(Q(closed_at__lte=since) | taken_back)
    lately = Decision.objects.filter(carried_at__gt=since)
    waits = Decision.objects.filter(appeals__isnull=False, appeals__decided_at=None)
    Copy.objects.filter(case__in=over).exclude(case__decisions__in=waits).exclude(
        case__decisions__in=lately
    ).delete()
