"""A report goes to the network of who wrote it, in the name of this one."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from tests.governance.story import reported, second_manager
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation.models import (
    Delivery,
    Host,
    HostLimit,
    Parcel,
    RemoteActor,
    RemoteThing,
)
from vaknet.domain.governance import actions, openly
from vaknet.domain.governance.models import Case, Forwarded
from vaknet.domain.knowledge.models import Question
from vaknet.domain.refusal import Refused
from vaknet.interfaces.federation import reports

WORDS = "Dit zet mensen tegen elkaar op."


@pytest.fixture(autouse=True)
def _connected(settings) -> None:
    settings.FEDERATION, settings.BASE_URL = True, "https://vaknet.example"


@pytest.fixture
def case(world: World) -> Case:
    """Iris of elders.example asked something, and Samira reported it."""
    host = Host.objects.create(name="elders.example")
    iris = Actor.objects.create(kind="person", handle="iris", domain=host.name, name="Iris")
    there = RemoteActor.objects.create(
        actor=iris,
        host=host,
        uri="https://elders.example/iris",
        inbox="https://elders.example/iris/inbox",
        shared_inbox="https://elders.example/inbox",
        read_at=timezone.now(),
    )
    Question.objects.filter(pk=world.question.pk).update(author=iris)
    question = Question.objects.get(pk=world.question.pk)
    RemoteThing.objects.create(uri="https://elders.example/iris/1", author=there, object=question)
    return reported(world.joost, question, text="Joost zegt: gemeen").case


def followed_up() -> None:
    for activity in Activity.objects.filter(verb="forwarded_report"):
        reports.forward(activity)


def test_it_says_nothing_of_who_reported_or_passed_it_on(world: World, case: Case) -> None:
    made = actions.forward_report(world.moderator, case=case, text=WORDS)
    followed_up()
    followed_up()
    parcel = Parcel.objects.get()
    told = json.loads(bytes(parcel.content))
    network = f"https://vaknet.example/ap/{parcel.sender.federated_id.token}"
    assert parcel.sender.kind == "service"
    assert told == {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"{network}#{made.token}",
        "type": "Flag",
        "actor": network,
        "object": ["https://elders.example/iris", "https://elders.example/iris/1"],
        "content": WORDS,
    }
    assert Delivery.objects.get().inbox == "https://elders.example/inbox"
    for person in (world.joost, world.moderator):
        assert person.name.split()[0] not in bytes(parcel.content).decode()
        assert person.handle not in bytes(parcel.content).decode()


def test_it_goes_once(world: World, case: Case) -> None:
    actions.forward_report(world.moderator, case=case, text=WORDS)
    with pytest.raises(Refused):
        actions.forward_report(world.moderator, case=case, text=WORDS)


def test_not_about_somebody_of_here_nor_to_a_closed_network(world: World, case: Case) -> None:
    own = reported(world.joost, world.answer).case
    with pytest.raises(Refused):
        actions.forward_report(world.moderator, case=own, text=WORDS)
    actions.forward_report(world.moderator, case=case, text=WORDS)
    HostLimit.objects.create(host="elders.example", kind="suspend")
    followed_up()
    assert not Parcel.objects.exists()
    Forwarded.objects.all().delete()
    followed_up()
    with pytest.raises(Refused):
        actions.forward_report(world.moderator, case=case, text=WORDS)


def test_of_what_is_gone_only_who_it_was(world: World, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(question=None)
    made = Forwarded.objects.create(case=case, text=WORDS, token="x")
    activity = Activity(object_id=made.pk)
    reports.forward(activity)
    told = json.loads(bytes(Parcel.objects.get().content))
    assert told["object"] == ["https://elders.example/iris"]


def test_by_the_page(world: World, case: Case) -> None:
    ingrid = Client()
    ingrid.force_login(world.moderator.account)
    with translation.override("nl"):
        page = ingrid.get(f"/beheer/meldingen/{case.pk}/").text
    assert "elders.example" in page
    address = f"/beheer/meldingen/{case.pk}/doorsturen/"
    assert ingrid.post(address, {"forward-text": ""}).status_code == 422
    assert ingrid.post(address, {"forward-text": WORDS}).status_code == 303
    assert address not in ingrid.get(f"/beheer/meldingen/{case.pk}/").text
    samira = Client()
    samira.force_login(world.samira.account)
    assert samira.post(address, {"forward-text": WORDS}).status_code == 404


def test_another_manager_sees_that_it_went(world: World, case: Case) -> None:
    peter = second_manager(world.peter)
    actions.forward_report(world.moderator, case=case, text=WORDS)
    client = Client()
    client.force_login(peter.account)
    assert client.get("/beheer/logboek/").status_code == 200


def test_managers_read_who_passed_it_on(world: World, case: Case) -> None:
    made = actions.forward_report(world.moderator, case=case, text=WORDS)
    [told] = openly.log(world.moderator)
    assert (told.actor, told.object) == (world.moderator, made)
    client = Client()
    client.force_login(world.moderator.account)
    assert "Doorgestuurd naar een ander netwerk" in client.get(reverse("moderation-log")).text
