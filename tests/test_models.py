"""What a row is called where an operator may see it: in an error, in a log."""

from datetime import timedelta

from django.apps import apps
from django.utils import timezone

from tests.world import World
from vaknet.domain.connections import actions as connections
from vaknet.domain.events import actions as events
from vaknet.domain.finding import actions as finding
from vaknet.domain.people.models import Account


def test_every_row_has_a_name_of_one_line_without_an_address(world: World) -> None:
    request = connections.request_connection(world.bram, recipient=world.samira, note="Hallo!")
    connections.reply_to_request(world.samira, request=request, text="Waarover?")
    introduction = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Van papier af"
    )
    connections.write_to_step(world.joost, step=introduction.steps.get(), text="Waarom?")
    times = [timezone.now() + timedelta(days=1)]
    events.propose_talk(world.samira, invitee=world.joost, purpose="Koffie", times=times)
    finding.index_everything()
    ours = [model for model in apps.get_models() if model.__module__.startswith("vaknet.")]
    rows = [row for model in ours if (row := model._default_manager.first())]
    assert len(rows) > len(ours) / 2
    for row in rows:
        name = str(row)
        assert len(name) <= 300
        assert "\n" not in name
        assert "@" not in name or isinstance(row, Account)
