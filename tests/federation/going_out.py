"""A public group in which people write, and readers elsewhere."""

import json
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.federation.conftest import BASE
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import Delivery, Follower, Host, Parcel, RemoteActor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Post, Question
from vaknet.interfaces.jobs import followups

ACTIVITY = "application/activity+json"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def id_of(actor: Actor) -> str:
    actions.prepare(actor=actor)
    return f"{BASE}/ap/{queries.tokens_of([actor.pk])[actor.pk]}"


def nowhere(person: Actor, text: str) -> bool:
    """Nothing of who she is stands in it."""
    names = {person.name, person.first_name, person.handle, json.dumps(person.name)[1:-1]}
    names |= set(queries.tokens_of([person.pk]).values())
    return not any(name in text for name in names)


def read(path: str, accept: str = ACTIVITY) -> Any:
    return Client().get(path.removeprefix(BASE), headers={"accept": accept})


def joined(person: Actor, group: Group) -> Actor:
    groups.join_group(person, group=group)
    return person


def conversation(by: Actor, group: Group, **said: Any) -> Post:
    words = {"title": "Wie bouwde al met hout?", "body": "Wij beginnen **morgen**."} | said
    return knowledge.start_conversation(by, groups=[group], **words)


def asked(by: Actor, group: Group, **said: Any) -> Question:
    words = {"title": "Mag hout aan de buitenkant?", "body": "Bij vier lagen."} | said
    return knowledge.ask(by, group=group, **words)


def page_of(thing: Any) -> str:
    names = {"post": "gesprek", "question": "vraag", "poll": "peiling", "event": "b"}
    name = names.get(thing._meta.model_name, "kansen")
    return f"/{name}/{thing.pk}/"


def told(thing: Any) -> Any:
    """Its document, as its page gives it to programs."""
    answer = read(page_of(thing))
    assert answer.status_code == 200, answer.status_code
    assert answer["Content-Type"] == ACTIVITY
    return answer.json()


def follower(of: Actor, *, host: str = "elders.example", software: str = "") -> str:
    """The inbox of somebody there who follows."""
    row, _is_new = Host.objects.get_or_create(name=host, defaults={"software": software})
    number = RemoteActor.objects.count()
    actor = Actor.objects.create(kind="person", handle=f"lezer{number}", domain=host, name="Lezer")
    remote = RemoteActor.objects.create(
        actor=actor,
        host=row,
        uri=f"https://{host}/u/{number}",
        inbox=f"https://{host}/u/{number}/inbox",
        shared_inbox=f"https://{host}/inbox",
        read_at=timezone.now(),
    )
    Follower.objects.create(follower=remote, followed=of, since=timezone.now())
    return remote.shared_inbox


def after(verb: str) -> list[tuple[str, dict[str, Any], set[str]]]:
    """What went out because of the last thing of this kind that happened: the handle of who sends
    it, what, and to which inboxes."""
    before = Parcel.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    followups.run(Activity.objects.filter(verb=verb).order_by("-pk")[0].pk)
    rows = Parcel.objects.filter(pk__gt=before).select_related("sender").order_by("pk")
    return [
        (
            row.sender.handle,
            json.loads(bytes(row.content)),
            set(Delivery.objects.filter(parcel=row).values_list("inbox", flat=True)),
        )
        for row in rows
    ]


def kinds(sent: list[tuple[str, dict[str, Any], set[str]]]) -> list[tuple[str, str]]:
    return [(sender, activity["type"]) for sender, activity, _inboxes in sent]
