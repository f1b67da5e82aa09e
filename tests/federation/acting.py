"""A process that does what it is asked: a line of JSON with the name of an act and what is given.

Each line is answered with whether it was done, and what came of it.
"""

import json
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from django.db import close_old_connections


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
