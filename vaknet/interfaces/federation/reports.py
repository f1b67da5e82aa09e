"""Passing a report on to the network of who wrote it."""

from django.db.models import QuerySet

from vaknet.domain.activity.models import Activity
from vaknet.domain.governance import actions
from vaknet.domain.governance.forwarding import addressed
from vaknet.domain.governance.models import Forwarded, Report
from vaknet.engine.activitypub.flags import flag
from vaknet.interfaces.federation import who
from vaknet.interfaces.federation.addresses import actor_address
from vaknet.interfaces.federation.outward import when_on


@when_on
def reported(activity: Activity) -> None:
    """What many read elsewhere is passed on at once, when who reported it lets us."""
    said = Report.objects.filter(pk=activity.object_id).first()
    if said is not None:
        actions.forward_by_itself(report=said)
        _send(Forwarded.objects.filter(case=said.case_id, by_itself=True))


def forward(activity: Activity) -> None:
    _send(Forwarded.objects.filter(pk=activity.object_id))


def _send(rows: QuerySet[Forwarded]) -> None:
    row = rows.select_related("case").first()
    found = addressed(row.case) if row else None
    if row is None or found is None:
        return
    network = who.network()
    address = actor_address(who.identity(network).token)
    told = flag(f"{address}#{row.token}", actor=address, objects=found.objects, words=row.text)
    actions.send_forwarded(forwarded=row, sender=network, flag=told)
