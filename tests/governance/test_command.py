"""Who runs the network says who looks after it."""

from click.testing import CliRunner

from tests.world import World
from vaknet.domain.people.managers import is_manager
from vaknet.interfaces.commands import network_manager


def said(*words: str) -> str:
    return CliRunner().invoke(network_manager.command, [*words]).output


def test_naming_a_manager_and_thanking_her(world: World) -> None:
    handle = world.bram.handle
    assert said(f"@{handle}") == f"@{handle} is a manager of this network now.\n"
    assert is_manager(world.bram)
    assert said(handle, "--no-longer") == f"{handle} is a manager no longer.\n"
    assert not is_manager(world.bram)
    assert said("nobody") == "Error: nobody is not here.\n"
