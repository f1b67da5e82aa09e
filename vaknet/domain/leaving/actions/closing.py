"""Closing an account: at once for others, after two weeks for good. See decision 12."""

from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import FORMER, Activity, Actor, Audience
from vaknet.domain.coffee import actions as coffee
from vaknet.domain.connections import actions as connections
from vaknet.domain.consulting import actions as consulting
from vaknet.domain.encounters import actions as encounters
from vaknet.domain.events import actions as events
from vaknet.domain.federation import actions as federation
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding.passages import type_of
from vaknet.domain.governance import actions as governance
from vaknet.domain.groups import actions as groups
from vaknet.domain.introducing import actions as introducing
from vaknet.domain.journal import actions as journal
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.knowledge.pseudonyms import pseudonyms_of
from vaknet.domain.learning import actions as learning
from vaknet.domain.leaving import files
from vaknet.domain.leaving.models import Archive
from vaknet.domain.notices import actions as notices
from vaknet.domain.opportunities import actions as opportunities
from vaknet.domain.paper import actions as on_paper
from vaknet.domain.paper.models import PaperMember
from vaknet.domain.people import actions as people
from vaknet.domain.people.addresses import emails_of
from vaknet.domain.people.models import Account, Closure
from vaknet.domain.programme import actions as programme
from vaknet.domain.pushing import actions as pushing
from vaknet.domain.reading import actions as reading
from vaknet.domain.refusal import Refused
from vaknet.domain.routing import actions as routing
from vaknet.domain.searching import actions as searching
from vaknet.domain.surveys import actions as surveys
from vaknet.domain.talks import actions as talks
from vaknet.domain.visiting import actions as visiting

REGRET = timedelta(days=14)
FORMER_MEMBER = f"{FORMER}member"
COME_BACK = "come_back"  # what the link in the letter is for
ROOMS = (
    connections,
    groups,
    federation,
    visiting,
    talks,
    coffee,
    events,
    consulting,
    opportunities,
    introducing,
)


@transaction.atomic
def close_account(by: Actor, *, answers: str) -> Closure:
    """She is gone for others; for two weeks she can come back. Twice is once."""
    one_at_a_time(by)
    closed = Closure.objects.filter(actor=by, until=None).first()
    if closed is not None:
        return closed
    if answers not in Closure.Answers.values:
        raise Refused(_("Choose what happens to your answers."), field="answers")
    at = timezone.now()
    for room in ROOMS:
        room.step_out(actor=by, at=at)
    closure = people.take_name_off(actor=by, answers=answers, at=at, erase_at=at + REGRET)
    record(by, "closed_account", closure, audience=Audience.SELF)
    return closure


@transaction.atomic
def close_for(by: Actor, *, paper: PaperMember, answers: str) -> Closure:
    """A member on paper asked her steward to take her out; erased after the same two weeks."""
    one_at_a_time(paper.actor)
    actor = on_paper.let_go(by, paper=paper)
    if answers not in Closure.Answers.values:
        raise Refused(_("Choose what happens to your answers."), field="answers")
    at = timezone.now()
    for room in ROOMS:
        room.step_out(actor=actor, at=at)
    closure = people.take_name_off(actor=actor, answers=answers, at=at, erase_at=at + REGRET)
    record(by, "closed_for_member", closure, audience=Audience.PARTIES)
    return closure


@transaction.atomic
def reopen_account(by: Actor) -> Actor:
    """Everything as it was, but for what others did meanwhile. Raises Closure.DoesNotExist."""
    one_at_a_time(by)
    closure = Closure.objects.select_for_update().get(actor=by, until=None)
    actor = people.put_name_back(closure=closure, at=timezone.now())
    for room in ROOMS:
        room.step_in_again(actor=actor, at=closure.since)
    record(actor, "reopened_account", closure, audience=Audience.SELF)
    return actor


def carry_out_closures(*, now: datetime) -> list[str]:
    """For the clock: each in its own transaction. The mail addresses that are gone."""
    return list(chain.from_iterable(iter(lambda: _carry_out_next(now), None)))


@transaction.atomic
def _carry_out_next(now: datetime) -> list[str] | None:
    """Whose addresses are gone; None when nobody is left, or another worker is at the last."""
    due = Closure.objects.select_for_update(skip_locked=True).order_by("pk")
    closure = due.filter(until=None, erase_at__lte=now).first()
    if closure is None:
        return None
    actor, former = Actor.objects.get(pk=closure.actor_id), _former_member()
    account = Account.objects.filter(actor=actor).first()  # a member on paper has none
    gone = emails_of(account) if account else []
    stay = closure.answers == Closure.Answers.STAY
    unnamed = list(pseudonyms_of(actor))
    notices.erase_rounds(actor=actor)
    notices.erase_notices(actor=actor)
    pushing.erase_wishes(actor=actor)
    learning.erase_lessons(actor=actor)
    introducing.erase_introductions(actor=actor)
    governance.erase_party(actor=actor, former=former)
    journal.erase_editor(actor=actor, former=former)
    routing.erase_routings(actor=actor)
    knowledge.erase_author(actor=actor, former=former, answers_stay=stay)
    reading.erase_reader(actor=actor, former=former)
    consulting.erase_consultations(actor=actor, former=former)
    surveys.erase_voter(actor=actor, former=former, polls_stay=stay)
    encounters.erase_encounters(actor=actor)
    opportunities.erase_applicant(actor=actor, former=former)
    programme.erase_speaker(actor=actor)
    events.erase_attendee(actor=actor, former=former)
    groups.erase_steward(actor=actor, former=former)
    connections.erase_ties(actor=actor, former=former)
    for one, stays_of in [(actor, former), *zip(unnamed, unnamed, strict=True)]:
        finding.erase_passages(actor=one, former=stays_of)
        searching.erase_searches(actor=one, former=stays_of)
    _erase_activities(actor, former)
    knowledge.lay_down_pseudonyms(actor=actor)
    for name in Archive.objects.filter(actor=actor).values_list("name", flat=True):
        files.path(name).unlink(missing_ok=True)
        files.unfinished(name).unlink(missing_ok=True)
    people.erase_person(closure=closure)
    return gone


def _former_member() -> Actor:
    """All who left are one: what stays of them does not tell who else wrote what."""
    former, _is_new = Actor.objects.get_or_create(
        kind=Actor.Kind.PERSON, handle=FORMER_MEMBER, domain="", name=""
    )
    return former


def _erase_activities(actor: Actor, former: Actor) -> None:
    """The log goes on telling of what is still there, and forgets all else that she did."""
    stays = Q()
    for model in (Question, Answer, Post, Reply):
        kept = model.objects.filter(author=former).values("pk")
        stays |= Q(object_type=type_of(model), object_id__in=kept)
    hers = Activity.objects.filter(actor=actor)
    hers.filter(stays, group__isnull=False).update(actor=former)
    hers.delete()
