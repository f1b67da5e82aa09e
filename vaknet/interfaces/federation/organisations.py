"""What other networks hear when an organisation is known there no more, or is another kind."""

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.models import Represented
from vaknet.domain.federation.queries.remote import inboxes_of_followers
from vaknet.domain.people.models import Organisation
from vaknet.engine.activitypub import own_activities
from vaknet.interfaces.federation.addresses import actor_address
from vaknet.interfaces.federation.outward import say_anew, settle, when_on

SALT = "vaknet.federation.organisation"


@when_on
def organisation_went(_activity: Activity) -> None:
    """Switched off, or its domain is not its own any more. Whose it was does not matter: all that
    went are told of, also those that nobody took away."""
    take_back_organisations()


@when_on
def organisation_changed(activity: Activity) -> None:
    """What kind it is stands in its document."""
    place = activity.object
    if isinstance(place, Organisation) and place.actor is not None:
        say_anew(activity, queries.known(place.actor.handle))


def take_back_organisations() -> None:
    """Of those that merged, or lost their domain by a word of the operator, nothing was recorded.
    Twice is once: what was told stands in the rows."""
    if rules.is_on():
        with transaction.atomic():
            for actor in queries.organisations_gone():
                _take_back(actor)


def _take_back(actor: Actor) -> None:
    """With all that was in its name; what others hold too begins anew in theirs."""
    token, inboxes = actor.federated_id.token, inboxes_of_followers(actor)
    settle(list(queries.things_of_owner(token)), also=inboxes)
    actions.end_organisation(actor=actor, at=timezone.now())
    told = own_activities.deleted_actor(actor_address(token), mark=_mark(actor))
    deliver(actor, told, inboxes)
    actions.end_things_of(owner=token)


def _mark(actor: Actor) -> str:
    """Another one each time that it was known for a while; the number of the row stays here."""
    last = Represented.objects.filter(organisation__actor=actor).latest("pk")
    return salted_hmac(SALT, str(last.pk), algorithm="sha256").hexdigest()[:16]
