"""Closing the door to another network, and opening it again. For who looks after this one."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation.actions.delivery import BEHIND
from vaknet.domain.federation.actions.sending import CLOSED, end_follows, give_up_on
from vaknet.domain.federation.models import HostLimit, LimitImport, RemoteActor
from vaknet.domain.federation.queries.limits import held_hosts, standing_limits
from vaknet.domain.federation.queries.managers import looks_after_network
from vaknet.domain.federation.rules import trial_hosts
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub.host_lists import HostList
from vaknet.engine.activitypub.host_names import host_in
from vaknet.engine.activitypub.origins import origin
from vaknet.engine.activitypub.refusals import Unreadable

TAKE_LIST = "take_list_of_hosts"
AT_ONCE = 1_000
LIST_KEPT = timedelta(days=14)
type Row = tuple[str, str, str]


def read_host(typed: str) -> str:
    """Raises Refused with what is wrong with it."""
    if "*" in typed.strip().removeprefix("*."):
        raise Refused(
            _("Part of this name is hidden with *. Nobody can tell which network it is."),
            field="host",
        )
    try:
        host = host_in(typed, test_hosts=trial_hosts())
    except Unreadable:
        raise Refused(
            _("This is not the name of a network. It looks like social.example."), field="host"
        ) from None
    if host == _ours():
        raise Refused(_("This is your own network."), field="host")
    return host


@transaction.atomic
def limit_host(by: Actor, *, host: str, kind: str, reason: str = "", note: str = "") -> HostLimit:
    """From now on nothing comes from there, or less. What stood about it before ends.

    When it is closed the follows of both sides end, and what waits to be sent is not sent.
    """
    _check_manager(by)
    name = read_host(host)
    found = _put(by, [(name, HostLimit.Kind(kind).value, reason)], note)
    if found:
        record(by, "limited_host", found[0], audience=Audience.SELF)
        return found[0]
    limit = standing_limits().get(host=name)
    if note and note != limit.note:
        limit.note = note
        limit.save(update_fields=["note"])
        record(by, "noted_on_host", limit, audience=Audience.SELF)
    return limit


@transaction.atomic
def lift_limit(by: Actor, *, limit: HostLimit) -> None:
    """Follows that ended stay ended: who wants to follows again. Twice is once."""
    _check_manager(by)
    if standing_limits().filter(pk=limit.pk).update(until=timezone.now()):
        record(by, "lifted_limit", limit, audience=Audience.SELF)


@transaction.atomic
def bring_list(by: Actor, *, listed: HostList) -> LimitImport:
    """Read and not taken over yet. Lists that were brought before and left lie are forgotten."""
    _check_manager(by)
    LimitImport.objects.filter(begun_at=None, by=by).delete()
    ours = _ours()
    brought = LimitImport.objects.create(
        by=by,
        rows=[[one.host, one.kind, one.reason] for one in listed.rows if one.host != ours],
        wrong=[[one.line, one.text, one.why.value] for one in listed.wrong],
    )
    record(by, "brought_list_of_hosts", brought, audience=Audience.SELF)
    return brought


@transaction.atomic
def take_list(by: Actor, *, brought: LimitImport) -> None:
    """All that is on it holds from now on, in a job: of a long list it takes a while."""
    _check_manager(by)
    rows = LimitImport.objects.filter(pk=brought.pk, begun_at=None)
    if rows.update(begun_at=timezone.now()):
        record(by, "took_list_of_hosts", brought, audience=Audience.SELF)
        job = app.configure_task(TAKE_LIST, priority=BEHIND, allow_unknown=True)
        job.defer(brought_id=brought.pk)


@transaction.atomic
def go_on_with_list(*, brought_id: int) -> bool:
    """The next piece. Whether there is more: who is killed goes on where it was.

    What stands already was decided here, and stays as it is.
    """
    rows = LimitImport.objects.select_for_update().select_related("by")
    brought = rows.filter(pk=brought_id, begun_at__isnull=False, done_at=None).first()
    if brought is None:
        return False
    piece = brought.rows[brought.done : brought.done + AT_ONCE]
    stands = set(standing_limits().values_list("host", flat=True))
    _put(brought.by, [(host, kind, why) for host, kind, why in piece if host not in stands], "")
    brought.done += len(piece)
    if brought.done >= len(brought.rows):
        brought.done_at = timezone.now()
    brought.save(update_fields=["done", "done_at"])
    return brought.done_at is None


def forget_lists(*, now: datetime) -> None:
    """Lists that were taken over, or left lying, some weeks ago."""
    LimitImport.objects.filter(at__lt=now - LIST_KEPT).exclude(
        begun_at__isnull=False, done_at=None
    ).delete()


def _put(by: Actor, rows: Sequence[Row], note: str) -> list[HostLimit]:
    """Those that say something new. A host has one limit that stands."""
    asked = {host: (kind, reason) for host, kind, reason in rows}
    standing = {one.host: one for one in standing_limits().filter(host__in=asked)}
    new = [
        host
        for host, said in asked.items()
        if host not in standing or (standing[host].kind, standing[host].reason) != said
    ]
    now = timezone.now()
    standing_limits().filter(host__in=new).update(until=now)
    made = HostLimit.objects.bulk_create(
        HostLimit(
            host=host,
            kind=asked[host][0],
            reason=asked[host][1],
            note=note or (standing[host].note if host in standing else ""),
            by=by,
            since=now,
        )
        for host in new
    )
    _end([one.host for one in made if one.kind == HostLimit.Kind.SUSPEND])
    return made


def _end(names: Collection[str]) -> None:
    hosts = held_hosts(names)
    if not hosts:
        return
    now = timezone.now()
    actors = RemoteActor.objects.filter(host__in=hosts).values_list("pk", flat=True)
    end_follows(actors=actors, at=now)
    give_up_on(hosts, CLOSED, now)


def _ours() -> str:
    there = origin(settings.BASE_URL)
    return there.authority if there.authority in trial_hosts() else there.host


def _check_manager(by: Actor) -> None:
    if not looks_after_network(by):
        raise Refused(_("Only who looks after this network can do this."))
