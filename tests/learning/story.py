"""Several people know of digital building files, and Samira asks who."""

from collections.abc import Mapping

from django.test import Client

from tests import world as w
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.finding import actions as finding
from vaknet.domain.learning.models import Shown
from vaknet.domain.people import actions as people
from vaknet.interfaces.jobs import followups

QUESTION = "Wie heeft bouwdossiers gescand?"


def tell() -> World:
    world = w.build()
    for person in (world.peter, world.fatma, world.joost):
        people.add_known_topic(person, text="Bouwdossiers scannen")
    finding.index_everything()
    return world


def as_(person: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person.account)
    return client


def look(person: Actor, question: str = QUESTION, **more: str) -> Mapping[Actor, str]:
    """Who is on the page, in its order, with the key in the link to each."""
    response = as_(person).get("/vraag/", {"q": question} | more)
    assert response.status_code == 200
    shown = response.context
    best = {shown["best"].actor: shown["key"]} if shown["best"] else {}
    return best | {one["actor"]: one["key"] for one in shown["others"]}


def open_page(person: Actor, other: Actor, key: str) -> None:
    as_(person).get(f"/@{other.handle}/", {"uit": key}, follow=True)


def follow_up(verb: str) -> None:
    for activity in Activity.objects.filter(verb=verb):
        followups.run(activity.pk)


def outcomes() -> dict[str, int]:
    """Of everybody who was shown, how far it came, by first name."""
    rows = Shown.objects.filter(person__isnull=False).select_related("person").order_by("pk")
    return {one.person.first_name: one.outcome for one in rows if one.person}
