"""What who looks after this network may do about what waits for another one."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation.actions.delivery import send_what_waits
from vaknet.domain.federation.actions.sending import ENDED, give_up_on
from vaknet.domain.federation.models import Host
from vaknet.domain.federation.queries.managers import looks_after_network
from vaknet.domain.federation.queries.sending import waiting
from vaknet.domain.refusal import Refused


@transaction.atomic
def try_now(by: Actor, *, host: Host) -> None:
    """What waits for it is tried at once, and what comes is sent again; not what was given up."""
    row = _locked(by, host)
    now = timezone.now()
    if row.pruned_at is not None:
        row.pruned_at, row.failing_since = None, now
    row.waits_until = None
    row.save(update_fields=["pruned_at", "failing_since", "waits_until"])
    waiting().filter(host=row).update(due_at=now)
    send_what_waits()
    record(by, "tried_host", row, audience=Audience.SELF)


@transaction.atomic
def give_up_waiting(by: Actor, *, host: Host) -> int:
    """Nothing of what waits for it now is sent. How many that were."""
    row = _locked(by, host)
    count = give_up_on([row], ENDED, timezone.now())
    record(by, "gave_up_on_host", row, audience=Audience.SELF)
    return count


def _locked(by: Actor, host: Host) -> Host:
    if not looks_after_network(by):
        raise Refused(_("Only who looks after this network can do this."))
    return Host.objects.select_for_update().get(pk=host.pk)
