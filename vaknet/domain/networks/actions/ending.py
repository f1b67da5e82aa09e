"""A treaty that ends, and what then goes with it."""

from datetime import datetime
from typing import Protocol

from django.apps import apps
from django.db import models, transaction

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Audience
from vaknet.domain.networks.actions.ourselves import this_network
from vaknet.domain.networks.models import Errand, Network, Side, Terms, Treaty, TreatyShare
from vaknet.domain.networks.queries import ended_by_now, ends_soon

# The treaty itself: what was agreed, and what still has to be told of it. All else that points at
# a treaty came through it.
KEPT = (Terms, TreatyShare, Errand)


class Ends(Protocol):
    """What a room above has to do beside that, in the same transaction: each puts its own in the
    list."""

    def __call__(self, *, network: Network, at: datetime) -> None: ...


WHEN_IT_ENDS: list[Ends] = []


def lock(network: Network) -> None:
    """Whatever comes in or goes out about this network waits for the end of this transaction."""
    Network.objects.select_for_update(no_key=True).get(pk=network.pk)


def end_now(treaty: Treaty, *, by: Side, why: str, at: datetime) -> None:
    """In the transaction of who ends it, with the row locked."""
    treaty.ended_at, treaty.ended_by, treaty.why = at, by, why
    treaty.save(update_fields=["ended_at", "ended_by", "why"])
    remove_what_came(treaty)
    for ends in WHEN_IT_ENDS:
        ends(network=treaty.network, at=at)


def remove_what_came(treaty: Treaty) -> None:
    """Every row of every room that holds something because of this treaty."""
    for model, column in came_through_treaties():
        model._default_manager.filter(**{column: treaty}).delete()


def came_through_treaties() -> list[tuple[type[models.Model], str]]:
    """Which models those are, and by which column they point at their treaty."""
    return [
        (model, field.name)
        for model in apps.get_models()
        if model not in KEPT
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Treaty
    ]


def end_where_due(*, now: datetime) -> None:
    """Treaties whose last day has passed, by their term or by notice."""
    due = ended_by_now(now).values("network")
    for network in Network.objects.filter(pk__in=due).order_by("pk"):
        _end_where_due(network, now)


@transaction.atomic
def _end_where_due(network: Network, now: datetime) -> None:
    lock(network)
    for treaty in ended_by_now(now).filter(network=network).select_for_update():
        by = Side(treaty.notice_by or treaty.proposed_by)
        end_now(treaty, by=by, why=treaty.why, at=now)
        record(this_network(), "treaty_ended", treaty, audience=Audience.PARTIES)


@transaction.atomic
def warn_in_time(*, now: datetime) -> None:
    """Managers hear a month before that a treaty ends by its term."""
    for treaty in ends_soon(now).select_for_update().order_by("pk"):
        treaty.warned_at = now
        treaty.save(update_fields=["warned_at"])
        record(this_network(), "treaty_ends_soon", treaty, audience=Audience.PARTIES)
