"""Who elsewhere stays as long as anything here points at her, and no longer than a month after."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.events.a_day import open_day
from tests.federation.story import known_elsewhere, public_group, said_to, somebody_elsewhere
from tests.world import World
from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events.actions import join_from_elsewhere
from vaknet.domain.federation import actions
from vaknet.domain.federation.actions import forgetting
from vaknet.domain.federation.actions.forgetting import forget_remotes, pointers
from vaknet.domain.federation.models import (
    Follower,
    Following,
    ModeratorElsewhere,
    RemoteActor,
    RemotePost,
)
from vaknet.domain.governance.models import Case
from vaknet.interfaces.jobs import clock_of_receiving

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=31)


def later() -> int:
    return forget_remotes(now=timezone.now() + MONTH)


def test_whose_words_are_gone_goes_a_month_later(world: World) -> None:
    said = said_to(known_elsewhere(world.fatma))
    author = said.author_id
    Following.objects.all().delete()
    assert later() == 0
    RemotePost.objects.all().delete()
    clock_of_receiving.forget_people_elsewhere(0)
    assert RemoteActor.objects.get().pk == author  # read today
    RemoteActor.objects.update(read_at=timezone.now() - MONTH)
    clock_of_receiving.forget_people_elsewhere(0)
    assert not RemoteActor.objects.exists()
    assert not Actor.objects.filter(pk=author).exists()
    assert somebody_elsewhere("Iris Elders", host="elders.example").pk != author


def _ended_follow(world: World, one: RemoteActor) -> None:
    Follower.objects.create(follower=one, followed=world.fatma, until=timezone.now())


def _ended_following(world: World, one: RemoteActor) -> None:
    Following.objects.create(follower=world.fatma, followed=one, until=timezone.now())


def _coming(world: World, one: RemoteActor) -> None:
    event = open_day(world, readers="public", takes_guests=True)
    join_from_elsewhere(one, event=event, asked_as=f"{one.uri}/1")


def _moderating(world: World, one: RemoteActor) -> None:
    group = public_group(world.marit)
    ModeratorElsewhere.objects.create(group=group, moderator=one, until=timezone.now())


def _sending(_world: World, one: RemoteActor) -> None:
    at = timezone.now()
    actions.receive(by=one, uri=f"{one.uri}/likes/1", verb="Like", content=b"{}", at=at)


def _taking_away(_world: World, one: RemoteActor) -> None:
    actions.note_gone(author=one, uri=f"{one.uri}/notes/1", at=timezone.now())


def _acting(_world: World, one: RemoteActor) -> None:
    record(one.actor, "reported", one.actor, audience=Audience.SELF)


def _being_acted_on(world: World, one: RemoteActor) -> None:
    record(world.fatma, "reported", one, audience=Audience.SELF)


def _being_judged(_world: World, one: RemoteActor) -> None:
    Case.objects.create(author=one.actor)


@pytest.mark.parametrize(
    "points",
    [
        _ended_follow,
        _ended_following,
        _coming,
        _moderating,
        _sending,
        _taking_away,
        _acting,
        _being_acted_on,
        _being_judged,
    ],
)
def test_whoever_is_pointed_at_stays(
    world: World, points: Callable[[World, RemoteActor], None]
) -> None:
    one, other = somebody_elsewhere(), somebody_elsewhere("Elly")
    points(world, one)
    assert later() == 1
    assert list(RemoteActor.objects.all()) == [one]
    assert not Actor.objects.filter(pk=other.pk).exists()


def test_no_model_is_forgotten() -> None:
    """Also one that is made later: it is found from its own side here."""
    found = {(model, name) for model, told in pointers() for name in told}
    missing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.related_model in {Actor, RemoteActor} and model is not RemoteActor
        if (model, field.name) not in found
    ]
    assert missing == []
    anything = [
        (model, field.fk_field)
        for model in apps.get_models()
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey)
    ]
    assert set(anything) <= found


def test_so_many_at_once_in_as_many_statements(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 3)
    for number in range(4):
        somebody_elsewhere(f"Elly {number}")
    costs = []
    for gone in (3, 1, 0):
        with CaptureQueriesContext(connection) as asked:
            assert later() == gone
        costs.append(len(asked))
    assert costs == [7, 7, 5]  # two of them begin and end it
    assert Actor.objects.filter(pk=world.fatma.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_who_is_read_in_this_moment_is_passed_by(world: World) -> None:
    one = somebody_elsewhere()
    somebody_elsewhere("Elly")
    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        somebody_elsewhere()
        assert thread.submit(_beside).result() == 1
    assert list(RemoteActor.objects.all()) == [one]


@pytest.mark.django_db(transaction=True)
def test_who_points_at_her_in_this_moment_has_to_try_again(world: World) -> None:
    one = somebody_elsewhere()
    with pytest.raises(IntegrityError):
        _follow_while_she_goes(one, world.fatma)
    assert not Follower.objects.exists()
    Follower.objects.create(follower=somebody_elsewhere(), followed=world.fatma)


def _follow_while_she_goes(one: RemoteActor, followed: Actor) -> None:
    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        Follower.objects.create(follower=one, followed=followed)
        assert thread.submit(_beside).result() == 1


def _beside() -> int:
    try:
        return later()
    finally:
        connection.close()
