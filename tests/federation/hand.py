"""What members do in a live Vaknet, a line of JSON at a time: the name of an act, what is given."""

import json
import sys
import traceback
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.federation.story import known_elsewhere, public_group  # noqa: E402
from tests.world import member  # noqa: E402
from vaknet.domain.activity.models import Actor  # noqa: E402
from vaknet.domain.events import actions as events  # noqa: E402
from vaknet.domain.events.models import Event, GoingElsewhere, Registration  # noqa: E402
from vaknet.domain.federation import actions, queries  # noqa: E402
from vaknet.domain.federation.models import Received  # noqa: E402
from vaknet.domain.groups.models import Group  # noqa: E402
from vaknet.domain.knowledge import actions as knowledge  # noqa: E402
from vaknet.domain.knowledge.models import Post  # noqa: E402
from vaknet.engine.activitypub.origins import origin  # noqa: E402
from vaknet.interfaces.federation import who  # noqa: E402
from vaknet.interfaces.federation.addresses import actor_address, page_of  # noqa: E402
from vaknet.interfaces.reaching.events import read_event  # noqa: E402
from vaknet.interfaces.reaching.fetching import read_actor  # noqa: E402


def begin() -> dict[str, str]:
    """Fatma chose to be known, Noor looks after a group that everybody reads."""
    fatma = member("Fatma Yıldız", "fatma@vaknet.example", profession="toezichthouder")
    noor = member("Noor Bakker", "noor@vaknet.example", profession="adviseur")
    known_elsewhere(fatma)
    group = public_group(noor).actor
    named = {"fatma": fatma, "group": group, "network": who.network()}
    told = {"noor": noor.handle}
    for name, actor in named.items():
        identity = who.identity(Actor.objects.select_related("group").get(pk=actor.pk))
        told |= {name: actor_address(identity.token), f"{name} page": page_of(actor)}
    return told


def start_conversation(title: str, body: str) -> dict[str, str]:
    """Noor begins one in her group."""
    post = knowledge.start_conversation(_noor(), groups=[_group()], title=title, body=body)
    return {"pk": str(post.pk), "page": settings.BASE_URL + reverse("conversation", args=[post.pk])}


def change_conversation(pk: str, title: str, body: str) -> None:
    knowledge.change_post(_noor(), post=Post.objects.get(pk=pk), title=title, body=body)


def withdraw_conversation(pk: str) -> None:
    knowledge.withdraw_post(_noor(), post=Post.objects.get(pk=pk))


def plan_event() -> dict[str, str]:
    """Noor plans a day in her group with one seat, to which everybody may come."""
    at = timezone.now() + timedelta(days=14)
    details = events.EventDetails(
        name="Houtdag",
        starts_at=at,
        ends_at=at + timedelta(hours=4),
        venue="De Loods",
        readers="public",
        takes_guests=True,
        capacity=1,
    )
    planned = events.plan_event(_noor(), details=details, groups_that_hold=[_group()])
    events.publish_event(_noor(), event=planned)
    return {"pk": str(planned.pk), "page": settings.BASE_URL + reverse("event", args=[planned.pk])}


def comes(pk: str) -> None:
    events.register(_noor(), event=Event.objects.get(pk=pk))


def stays_away(pk: str) -> None:
    events.cancel_registration(_noor(), event=Event.objects.get(pk=pk))


def attendees(pk: str) -> list[str]:
    """Who has a seat there, by her address."""
    rows = Registration.objects.filter(event=pk, cancelled_at=None, seated_at__isnull=False)
    return [row.person.address for row in rows.select_related("person") if row.person]


def goes_to(uri: str) -> str:
    """Fatma comes to an event elsewhere."""
    there = read_event(uri)
    organiser = read_actor(there.organiser)
    host = origin(organiser.id).authority
    held = actions.keep_remote(organiser, host=host, at=timezone.now())
    return str(events.go_elsewhere(_fatma(), there=there, organiser=held).pk)


def answer_there(pk: str) -> str:
    return GoingElsewhere.objects.get(pk=pk).answer


def takes_it_back(pk: str) -> None:
    events.stay_away_elsewhere(_fatma(), pk=int(pk))


def followers() -> list[str]:
    """Who elsewhere follows the group."""
    return list(queries.followers_of(_group().actor).values_list("uri", flat=True))


def received(uri: str) -> str | None:
    """Why nothing came of it; empty where something did, None as long as it waits."""
    row = Received.objects.filter(uri=uri, done_at__isnull=False).first()
    return None if row is None else row.trouble


def _fatma() -> Actor:
    return Actor.objects.get(account__email="fatma@vaknet.example")


def _noor() -> Actor:
    return Actor.objects.get(account__email="noor@vaknet.example")


def _group() -> Group:
    return Group.objects.get(readers="public")


ACTS = {
    act.__name__: act
    for act in (
        *(begin, start_conversation, change_conversation, withdraw_conversation),
        *(plan_event, comes, stays_away, attendees),
        *(goes_to, answer_there, takes_it_back),
        *(followers, received),
    )
}


def main() -> None:
    for line in sys.stdin:
        name, given = json.loads(line)
        try:
            told: list[Any] = [True, ACTS[name](**given)]
        except Exception:  # it goes on, and who asked is told
            told = [False, traceback.format_exc()]
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
