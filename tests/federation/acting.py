"""A process that does what it is asked: a line of JSON with the name of an act and what is given.

Each line is answered with whether it was done, and what came of it.
"""

import json
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse

from vaknet.domain.activity.models import Actor


def listen(acts: Iterable[Callable[..., Any]]) -> None:
    by_name = {act.__name__: act for act in acts}
    for line in sys.stdin:
        name, given = json.loads(line)
        close_old_connections()  # the database may have been killed since
        try:
            told: list[Any] = [True, by_name[name](**given)]
        except Exception:  # it goes on, and who asked is told
            told = [False, traceback.format_exc()]
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def press(by: Actor, page: str, **given: str) -> str:
    """What the page of that name says when she sent it this."""
    client = Client()
    client.force_login(by.account)
    host = settings.BASE_URL.removeprefix("http://")
    return client.post(reverse(page), given, follow=True, headers={"host": host}).text
