"""Two accounts of one person become one, and nothing is lost. See decision 18."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over, record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.calendars import actions as calendars
from vaknet.domain.coffee import actions as coffee
from vaknet.domain.connections import actions as connections
from vaknet.domain.consulting import actions as consulting
from vaknet.domain.encounters import actions as encounters
from vaknet.domain.events import actions as events
from vaknet.domain.federation import actions as federation
from vaknet.domain.finding import actions as finding
from vaknet.domain.goals import actions as goals
from vaknet.domain.governance import actions as governance
from vaknet.domain.groups import actions as groups
from vaknet.domain.introducing import actions as introducing
from vaknet.domain.journal import actions as journal
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.learning import actions as learning
from vaknet.domain.leaving.models import Archive
from vaknet.domain.leaving.rules import may_merge
from vaknet.domain.notices import actions as notices
from vaknet.domain.opportunities import actions as opportunities
from vaknet.domain.paper import actions as paper
from vaknet.domain.people import actions as people
from vaknet.domain.people.addresses import account_at
from vaknet.domain.people.models import Account, Merge
from vaknet.domain.programme import actions as programme
from vaknet.domain.pushing import actions as pushing
from vaknet.domain.reading import actions as reading
from vaknet.domain.refusal import Refused
from vaknet.domain.routing import actions as routing
from vaknet.domain.searching import actions as searching
from vaknet.domain.surveys import actions as surveys
from vaknet.domain.talks import actions as talks
from vaknet.domain.tips import actions as tips
from vaknet.domain.visiting import actions as visiting

LATE = timedelta(hours=3)


@transaction.atomic
def merge_accounts(by: Actor, *, merge: Merge, chosen: Collection[str] = ()) -> Actor:
    """The other account becomes part of hers. Twice is once; it cannot be undone.

    `chosen` are the parts of the profile that the other account gives. Rooms go from low to high,
    each after what it builds on. Whatever points at the other account meanwhile waits.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk, kept=by)
    if merge.at is not None:
        return by
    other = account_at(merge.email).values_list("actor", flat=True).first()
    people_in_order = Actor.objects.select_for_update().filter(pk__in=[by.pk, other])
    locked = {one.pk: one for one in people_in_order.order_by("pk")}
    list(Account.objects.select_for_update().filter(actor__in=locked).order_by("pk"))
    kept, merged = locked[by.pk], locked.get(other or 0)
    if merged is None or not may_merge(kept, merged):
        raise Refused(_("This account cannot come along now. Sign in to it to see why."))
    at = timezone.now()
    _take_over(kept, merged, chosen, at)
    people.take_over_account(kept=kept, merged=merged, merge=merge, at=at)
    record(kept, "merged_accounts", merge, audience=Audience.SELF)
    return kept


def take_over_late(*, now: datetime) -> None:
    """For the clock: what somebody was sending to the account just when it was merged."""
    lately = Merge.objects.filter(at__gt=now - LATE).values_list("kept", "merged")
    for pair in lately.order_by("pk"):
        with transaction.atomic():
            people_in_order = Actor.objects.select_for_update().filter(pk__in=pair)
            locked = {one.pk: one for one in people_in_order.order_by("pk")}
            _take_over(locked[pair[0]], locked[pair[1]], (), now)


def _take_over(kept: Actor, merged: Actor, chosen: Collection[str], at: datetime) -> None:
    people.take_over_person(kept=kept, merged=merged, chosen=chosen, at=at)
    calendars.take_over_calendars(kept=kept, merged=merged)
    connections.take_over_ties(kept=kept, merged=merged, at=at)
    groups.take_over_memberships(kept=kept, merged=merged, at=at)
    federation.take_over_federation(kept=kept, merged=merged, at=at)
    knowledge.take_over_words(kept=kept, merged=merged)
    visiting.take_over_visits(kept=kept, merged=merged, at=at)
    reading.take_over_reading(kept=kept, merged=merged)
    surveys.take_over_polls(kept=kept, merged=merged)
    talks.take_over_talks(kept=kept, merged=merged, at=at)
    events.take_over_events(kept=kept, merged=merged, at=at)
    programme.take_over_programmes(kept=kept, merged=merged, at=at)
    encounters.take_over_encounters(kept=kept, merged=merged, at=at)
    opportunities.take_over_opportunities(kept=kept, merged=merged, at=at)
    consulting.take_over_consultations(kept=kept, merged=merged, at=at)
    coffee.take_over_coffee(kept=kept, merged=merged, at=at)
    journal.take_over_journals(kept=kept, merged=merged)
    governance.take_over_cases(kept=kept, merged=merged)
    goals.take_over_goals(kept=kept, merged=merged)
    tips.take_over_tips(kept=kept, merged=merged)
    finding.take_over_passages(kept=kept, merged=merged)
    learning.take_over_lessons(kept=kept, merged=merged, at=at)
    routing.take_over_routings(kept=kept, merged=merged)
    introducing.take_over_introductions(kept=kept, merged=merged, at=at)
    searching.take_over_searches(kept=kept, merged=merged)
    notices.take_over_rhythm(kept=kept, merged=merged)
    notices.take_over_reading(kept=kept, merged=merged)
    notices.take_over_notices(kept=kept, merged=merged)
    pushing.take_over_wishes(kept=kept, merged=merged)
    paper.take_over_paper(kept=kept, merged=merged)
    # Her files are of before: the one that is kept asks for a new one.
    Archive.objects.filter(actor=merged, removed_at=None).update(removed_at=at)
    hand_over(Archive.objects.all(), "actor", kept=kept, merged=merged)
