"""A worker that is killed while it sends: nothing is lost, and what came twice has the same id."""

import json
import subprocess
import sys

from tests.federation.inboxes import elsewhere
from tests.house.conftest import House, child, end, eventually

MANY = 30
PUT_DOWN = f"""
import django
django.setup()
from django.db import transaction
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.actions.delivery import deliver
actions.prepare_network(name="Vaknet")
for number in range({MANY}):
    with transaction.atomic():
        told = {{"id": str(number), "type": "Create", "object": {{"id": str(number)}}}}
        deliver(queries.network(), told, [INBOX])
"""


def test_a_worker_that_is_killed_loses_nothing(house: House) -> None:
    with elsewhere() as there:
        there.takes = 0.5  # longer than it takes to write down what came of the one before
        ours = f"127.0.0.1:{house.port}"
        told = {
            "VAKNET_BASE_URL": f"http://{ours}",
            "VAKNET_FEDERATION": "yes",
            "VAKNET_FEDERATION_TRIAL": f"{ours},{there.name}",
        }
        serving = house.serve(**told)
        script = f"INBOX = {there.inbox()!r}\n{PUT_DOWN}"
        environment = house.environment | told | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"}
        subprocess.run([sys.executable, "-c", script], env=environment, check=True, timeout=120)
        eventually(lambda: len(there.came) >= 5)
        end(child(serving, "worker"))
        before = len(there.came)
        assert before < MANY
        eventually(lambda: len({one.body for one in there.came}) == MANY)
        ids = [json.loads(one.body)["id"] for one in there.came]
        twice = [one for one in set(ids) if ids.count(one) > 1]
        assert len(twice) <= 2, "only what was on its way when it was killed"
        said = house.run("doctor", **told).stdout
        assert "Deliveries: 0 messages wait; 0 networks do not take any." in said
