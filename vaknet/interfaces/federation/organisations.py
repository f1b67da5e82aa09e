"""What other networks hear when an organisation is known there no more, or is another kind."""

from contextlib import ExitStack
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.actions.delivery import deliver, tell_rest
from vaknet.domain.federation.queries.remote import inboxes_of_followers
from vaknet.domain.federation.rules import mark_of
from vaknet.domain.people.models import Organisation
from vaknet.engine.activitypub import own_activities
from vaknet.interfaces.federation.addresses import actor_address
from vaknet.interfaces.federation.outward import say_anew, when_on
from vaknet.interfaces.federation.settling import piece_of, settle

SALT = "vaknet.federation.organisation"
ORGANISATION = "organisation"  # goes on in pieces


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
    Twice is once: what was told stands in the rows. One that fails keeps no other from it, and is
    raised at the end."""
    if rules.is_on():
        with ExitStack() as each:
            for actor in queries.organisations_gone():
                each.callback(_take_back, actor)


def rest_of_organisation(actor: int, after: int) -> None:
    for found in Actor.objects.select_related("federated_id").filter(pk=actor):
        _take_back(found, after)


@transaction.atomic
def _take_back(actor: Actor, after: int = 0) -> None:
    """With all that was in its name, the last piece the organisation itself; what others hold too
    begins anew in theirs. Nothing where somebody let it be known again since it was found."""
    if not actions.hold_if_gone(actor=actor):
        return
    token, inboxes, now = actor.federated_id.token, inboxes_of_followers(actor), timezone.now()
    rows, last = piece_of(queries.things_of_owner(token), after=after)
    settle(rows)
    if last:
        tell_rest(ORGANISATION, of=actor.pk, after=last)
        return
    actions.end_organisation(actor=actor, at=now)
    told = own_activities.deleted_actor(actor_address(token), mark=_mark(token, now))
    deliver(actor, told, inboxes)
    actions.end_things_of(owner=token)


def _mark(token: str, at: datetime) -> str:
    """Another one each time that it was known for a while. Of what stays when the organisation
    itself goes, as with an employer that only she had who left."""
    return mark_of(SALT, f"{token} {at.isoformat()}")
