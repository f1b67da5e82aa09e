"""A member of ours asks to come into a group of a partner, and what she hears of it."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation.rules import chance
from vaknet.domain.networks.actions.ending import lock
from vaknet.domain.networks.models import Network
from vaknet.domain.refusal import Refused
from vaknet.domain.visiting import queries
from vaknet.domain.visiting.actions.ending import say_farewell
from vaknet.domain.visiting.models import Farewell, Visit

MOST_VISITS = 30


@transaction.atomic
def ask_to_visit(by: Actor, *, network: Network, group: str, name: str) -> Visit:
    """Before its home is asked: what she is called there has to be known first. Twice is once."""
    one_at_a_time(by)
    lock(network)
    treaty = queries.treaty_with(network)
    if treaty is None:
        raise Refused(_("Your network has no treaty with that one any more."))
    known = Visit.objects.filter(actor=by, network=network, group=group, until=None).first()
    if known is not None:
        return known
    if Visit.objects.filter(actor=by, until=None).count() >= MOST_VISITS:
        raise Refused(_("You visit many groups already. Leave one first."))
    token = queries.token_at(by, network) or chance()
    # One that still waits from when she left would throw her out again.
    Farewell.objects.filter(network=network, token=token, group=group).delete()
    visit = Visit.objects.create(
        actor=by, network=network, treaty=treaty, token=token, group=group, name=name
    )
    record(by, "asked_to_visit", visit, audience=Audience.SELF)
    return visit


@transaction.atomic
def note_state(*, visit: Visit, state: queries.State) -> None:
    """As its home says now."""
    if state == "out":
        Visit.objects.filter(pk=visit.pk, until=None).update(until=now())
    elif state == "in" and visit.since is None:
        Visit.objects.filter(pk=visit.pk, since=None).update(since=now())


@transaction.atomic
def leave_visit(by: Actor, *, visit: Visit) -> Farewell | None:
    """Its home hears it. Twice is once."""
    held = Visit.objects.select_for_update(no_key=True).get(pk=visit.pk, actor=by)
    if held.until is not None:
        return None
    held.until = now()
    held.save(update_fields=["until"])
    record(by, "left_visit", held, audience=Audience.SELF)
    return say_farewell(held, at=held.until)
