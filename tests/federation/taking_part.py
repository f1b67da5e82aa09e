"""A member who takes part in what she reads of other networks, and what went there."""

import json
from typing import Any

from django.test import Client

from tests.federation.story import said_to
from tests.federation.test_pages import signed_in
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import Delivery, Parcel, RemotePost

HERE = "/elders/"


def english(member: Actor) -> Client:
    client = signed_in(member)
    client.cookies["language"] = "en"
    return client


def poll(member: Actor, number: int = 1, *names: str, kind: str = "oneOf", **more: Any) -> Any:
    """That she reads, of Iris."""
    options = [{"type": "Note", "name": name} for name in names or ("Eik", "Beuk")]
    told = {"type": "Question", kind: options, "endTime": "2199-12-05T10:00:00Z"}
    return said_to(member, number, **told | more)


def press(member: Actor, post: RemotePost, act: str, **given: Any) -> Any:
    return english(member).post(f"{HERE}{post.pk}/", {"act": act} | given)


def page(member: Actor, post: RemotePost) -> str:
    answer = english(member).get(f"{HERE}{post.pk}/")
    assert answer.status_code == 200
    return str(answer.text)


def sent(*kinds: str) -> list[dict[str, Any]]:
    """What went out, in its order; the inboxes stand in "went to"."""
    found = []
    for row in Parcel.objects.order_by("pk"):
        told = json.loads(bytes(row.content))
        inboxes = Delivery.objects.filter(parcel=row).values_list("inbox", flat=True)
        if told["type"] in kinds:
            found.append(told | {"went to": list(inboxes)})
    return found
