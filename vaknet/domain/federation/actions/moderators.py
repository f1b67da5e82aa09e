"""Somebody on another network moderates a group of ours: asked by a steward, and with her yes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation import queries, rules
from vaknet.domain.federation.models import ModeratorElsewhere
from vaknet.domain.groups.actions.stewards import check_steward
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.refusal import Refused

AGAIN = timedelta(days=1)
MOST = 10  # of one group, with who did not answer yet


@transaction.atomic
def ask_moderator(by: Actor, *, group: Group, uri: str) -> ModeratorElsewhere:
    """A steward asks somebody to moderate who follows the group from elsewhere. Nothing is told of
    it, and she can do nothing, before she says yes. Twice on one day is once; after that it is
    asked anew, of everybody alike: whoever follows by now gets the letter.

    Who does not follow is never written to; the steward cannot tell the one from the other. `uri`:
    as her own network has it for what the steward typed, of somebody who was read.
    """
    check_steward(by, group)
    if not rules.is_on() or not queries.is_known(group.actor):
        raise Refused(_("People on other networks cannot find this group."), field="who")
    one_at_a_time(group.actor)
    remote = queries.remote_by_uri(uri)
    if remote is None:
        raise Refused(_("We found nobody there. Check the address."), field="who")
    standing, now = queries.moderators_asked(group), timezone.now()
    found = standing.filter(moderator=remote).first()
    if found is not None and (found.since is not None or found.asked_at > now - AGAIN):
        return found
    of_before = ModeratorElsewhere.objects.filter(group=group, moderator=remote, until=None)
    of_before.update(until=now)  # she did not answer, stopped following, or a month went by
    if standing.count() >= MOST:
        raise Refused(
            _("Ten people on other networks is enough. Stop with one first."), field="who"
        )
    asked = ModeratorElsewhere.objects.create(group=group, moderator=remote, asked_at=now)
    record(by, "asked_moderator_elsewhere", asked, audience=Audience.PARTIES, group=group.actor)
    return asked


@transaction.atomic
def end_moderator(by: Actor, *, group: Group, pk: int) -> None:
    """A steward ends it, or takes back what was asked. Twice is once."""
    check_steward(by, group)
    one_at_a_time(group.actor)
    found = queries.moderators_asked(group).filter(pk=pk).first()
    if found is not None:
        _end(found, timezone.now())
        record(by, "ended_moderator_elsewhere", found, audience=Audience.PARTIES, group=group.actor)


@transaction.atomic
def begin_moderating(by: Actor, *, pk: int) -> None:
    """Whom it was asked says yes: from now on other networks read that she moderates it. Twice is
    once."""
    found = _hers(by, pk)
    if found.since is None:
        found.since = timezone.now()
        found.save(update_fields=["since"])
        group = found.group
        audience = audience_of(group)
        record(by, "began_moderating_elsewhere", found, audience=audience, group=group.actor)


@transaction.atomic
def stop_moderating(by: Actor, *, pk: int) -> None:
    """She says no, or stops."""
    found = _hers(by, pk)
    _end(found, timezone.now())
    group = found.group.actor
    record(by, "stopped_moderating_elsewhere", found, audience=Audience.PARTIES, group=group)


def end_without_follow(whose: Q, *, at: datetime) -> None:
    """Whoever moderates has to follow: other networks hear that it is over, and following again
    does not bring it back. Belongs inside the transaction in which follows ended, after that.

    `whose`: of which rows one of these follows may have been.
    """
    rows = queries.without_follow().filter(whose).select_for_update(of=("self",))
    for found in rows:
        _end(found, at)
        group = found.group.actor
        record(group, "ended_moderator_elsewhere", found, audience=Audience.PARTIES, group=group)


@transaction.atomic
def forget_unanswered(*, now: datetime) -> None:
    """For the clock: who never answered, or never heard of it, a month after the link ended."""
    long_ago = now - 2 * queries.MONTH
    ModeratorElsewhere.objects.filter(since=None, asked_at__lt=long_ago).delete()


def _hers(by: Actor, pk: int) -> ModeratorElsewhere:
    """Locked: it may be ending now."""
    one_at_a_time(by)
    ModeratorElsewhere.objects.select_for_update().filter(moderator=by.pk, pk=pk).first()
    found = queries.asked_to_moderate(by, pk)
    if found is None:
        raise Refused(_("This is not asked of you any more."))
    return found


def _end(found: ModeratorElsewhere, at: datetime) -> None:
    found.until = at
    found.save(update_fields=["until"])
