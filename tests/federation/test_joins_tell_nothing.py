"""How long an answer to a `Join` takes tells nothing: whomever and whatever it names, the same is
asked of the database, in the same order. Counted in statements, for a clock lies on a busy machine.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.events.a_day import comes, open_day
from tests.federation.conftest import BASE
from tests.federation.elsewhere import Elsewhere, Someone
from tests.federation.going_out import id_of, told
from tests.federation.story import known_elsewhere
from tests.federation.test_coming import a_day, brought
from tests.world import World
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event
from vaknet.domain.federation.models import Received
from vaknet.domain.groups.models import Group
from vaknet.interfaces.federation import handling

NOBODY = "A" * 22
VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+\b|\"s\d+_x\d+\"")


@pytest.fixture(autouse=True)
def _for_everyone(world: World) -> None:
    Group.objects.filter(pk=world.group.pk).update(readers="public")


@pytest.fixture
def iris(there: Elsewhere, world: World) -> Someone:
    """Known here from now on: who is read for the first time takes longer, once."""
    someone = there.someone("iris")
    brought(someone, "Like", f"{BASE}/ap/things/{NOBODY}")
    return someone


def days(world: World) -> dict[str, str]:
    """Events in each state, by the addresses that others may try."""
    full, closed = a_day(world, name="Vol", capacity=1), a_day(world, name="Dicht")
    off, shut = a_day(world, name="Af"), a_day(world, name="Eigen pagina", takes_guests=False)
    inside = open_day(world, name="Binnen")
    comes(world.samira, full)
    named = {name: told(one)["id"] for name, one in [("full", full), ("off", off), ("shut", shut)]}
    named["closed"] = told(closed)["id"]
    events.cancel_event(world.marit, event=off)
    Event.objects.filter(pk=closed.pk).update(readers="members", takes_guests=False)
    return named | {
        "free": told(a_day(world, name="Vrij"))["id"],
        "for members": f"{BASE}/b/{inside.pk}/",
        "no page": f"{BASE}/b/999999/",
        "none": f"{BASE}/ap/things/{NOBODY}",
        "no address": f"{BASE}/ap/things/",
    }


def people(world: World) -> dict[str, str]:
    """Who is known elsewhere, who is not, and nobody, as if she were an event."""
    return {
        "known": id_of(known_elsewhere(world.fatma)),
        "a member": f"{BASE}/@{world.joost.handle}/",
        "nobody by name": f"{BASE}/@niemand.hier/",
        "nobody": f"{BASE}/ap/{NOBODY}",
    }


def shapes(caught: CaptureQueriesContext) -> tuple[str, ...]:
    """What was asked, without the values and the names of savepoints."""
    return tuple(VALUES.sub("?", one["sql"]) for one in caught.captured_queries)


def test_the_answer_to_a_join_is_the_same_work(
    there: Elsewhere, iris: Someone, world: World
) -> None:
    seen: dict[object, str] = {}
    for name, uri in (days(world) | people(world)).items():
        done = iris.does("Join", uri)
        with CaptureQueriesContext(connection) as statements:
            answer = iris.send(done)
        seen[answer.status_code, answer.content, shapes(statements)] = name
    assert len(seen) == 1, sorted(seen.values())


def test_so_it_is_at_the_inbox_of_a_member_who_is_not_known(
    there: Elsewhere, iris: Someone, world: World
) -> None:
    """As at that of nobody: what she is called here is no address there."""
    uri = days(world)["full"]
    seen = set()
    for token in (world.joost.handle.replace(".", "-"), str(world.joost.pk), "niemand", NOBODY):
        done = iris.does("Join", uri)
        with CaptureQueriesContext(connection) as statements:
            answer = iris.send(done, where=f"/ap/{token}/inbox")
        seen.add((answer.status_code, shapes(statements)))
    assert len(seen) == 1


def test_what_a_job_does_with_it_tells_nothing_of_what_guests_may_not_know(
    there: Elsewhere, iris: Someone, world: World
) -> None:
    """For the next answer that she waits for comes after it."""
    seen: dict[object, str] = {}
    hidden = {"for members", "no page", "no address"}
    asked = {name: uri for name, uri in days(world).items() if name in hidden} | people(world)
    for name, uri in asked.items():
        iris.send(iris.does("Join", uri))
        row = Received.objects.latest("pk")
        with CaptureQueriesContext(connection) as statements:
            handling.handle(row.pk)
        row.refresh_from_db()
        seen[row.trouble, shapes(statements)] = name
    assert len(seen) == 1, sorted(seen.values())
