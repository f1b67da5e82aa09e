"""What members do in a live Vaknet, a line of JSON at a time: the name of an act, what is given."""

import json
import sys
import traceback
from typing import Any

import django

django.setup()

from tests.federation.story import known_elsewhere, public_group  # noqa: E402
from tests.world import member  # noqa: E402
from vaknet.domain.activity.models import Actor  # noqa: E402
from vaknet.interfaces.federation import who  # noqa: E402
from vaknet.interfaces.federation.addresses import actor_address, page_of  # noqa: E402


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


ACTS = {act.__name__: act for act in (begin,)}


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
