"""A worker that is killed while it sends: nothing is lost, and what came twice has the same id."""

import json
import subprocess
import sys

from tests.federation.inboxes import Elsewhere, elsewhere
from tests.house.conftest import House, child, end, eventually

MANY = 30
SOON = 25.0  # seconds; who is silent is waited for for ten, and an abandoned job for thirty
PUT_DOWN = """
import django
django.setup()
from django.db import transaction
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.actions.delivery import deliver
actions.prepare_network(name="Vaknet")
for number in range(MANY):
    with transaction.atomic():
        told = {"id": str(number), "type": "Create", "object": {"id": str(number)}}
        deliver(queries.network(), told, [INBOX])
"""


def told(house: House, *servers: Elsewhere) -> dict[str, str]:
    ours = f"127.0.0.1:{house.port}"
    return {
        "VAKNET_BASE_URL": f"http://{ours}",
        "VAKNET_FEDERATION": "yes",
        "VAKNET_FEDERATION_TRIAL": ",".join([ours, *(one.name for one in servers)]),
    }


def put_down(house: House, settings: dict[str, str], server: Elsewhere, many: int) -> None:
    script = f"INBOX, MANY = {server.inbox()!r}, {many}\n{PUT_DOWN}"
    environment = house.environment | settings | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True, timeout=120)


def test_a_worker_that_is_killed_loses_nothing(house: House) -> None:
    with elsewhere() as there:
        there.takes = 0.5  # longer than it takes to write down what came of the one before
        settings = told(house, there)
        serving = house.serve(**settings)
        put_down(house, settings, there, MANY)
        eventually(lambda: len(there.came) >= 5)
        end(child(serving, "vaknet worker"))
        before = len(there.came)
        assert before < MANY
        eventually(lambda: len({one.body for one in there.came}) == MANY)
        ids = [json.loads(one.body)["id"] for one in there.came]
        twice = [one for one in set(ids) if ids.count(one) > 1]
        assert len(twice) <= 2, "only what was on its way when it was killed"
        done = "Deliveries: 0 messages wait; 0 networks do not take any."
        eventually(lambda: done in house.run("doctor", **settings).stdout)


def test_a_worker_that_is_stopped_while_somebody_is_silent_leaves_the_rest_to_the_next(
    house: House,
) -> None:
    """Its job is taken up when the next begins, not after a minute in which it is waited for."""
    with elsewhere() as silent, elsewhere() as there:
        silent.answers["/inbox"] = [0]
        settings = told(house, silent, there)
        house.serve(**settings)
        put_down(house, settings, silent, 1)
        eventually(lambda: len(silent.came) == 1)
        house.leave()
        house.serve(**settings)
        put_down(house, settings, there, 3)
        eventually(lambda: len(there.came) == 3, seconds=SOON)
