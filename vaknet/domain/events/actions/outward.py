"""What other networks read of an event in the name of an organisation."""

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import Event, EventHost
from vaknet.domain.federation.queries import may_change_for
from vaknet.domain.people.models import Organisation
from vaknet.domain.refusal import Refused


def refuse_in_its_name(by: Actor, events: QuerySet[Event]) -> None:
    """Who organises one of these does not speak for the organisation by that alone. `events`: that
    are for everyone."""
    known = EventHost.objects.filter(
        event__in=events, event__published_at__isnull=False, organisation__isnull=False
    )
    latest = dict(known.values_list("organisation").annotate(at=Max("event__published_at")))
    for place in Organisation.objects.filter(pk__in=latest):
        if not may_change_for(by, place, published_at=latest[place.pk]):
            raise Refused(
                _(
                    "Other networks read this in the name of the organisation. Ask somebody who "
                    "speaks for it by its domain."
                )
            )
