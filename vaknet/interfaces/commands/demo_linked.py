"""One of the three networks of demo-metanetwork: fill it, or make its treaty with another one."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

import click
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import actions as finding
from vaknet.domain.governance import actions as governance
from vaknet.domain.networks import actions, queries
from vaknet.domain.networks.models import Network, Side, Treaty
from vaknet.domain.networks.terms import Moderation, Wishes
from vaknet.domain.people.suggestions import place_named
from vaknet.domain.searching import actions as searching
from vaknet.interfaces.commands._demo import small
from vaknet.interfaces.commands._demo.content import table
from vaknet.interfaces.jobs.clock_of_partners import read_partners
from vaknet.interfaces.jobs.remembering import remember_all
from vaknet.interfaces.reaching.networks import NotFound, read_network

PATIENCE = 120.0  # seconds, for what the other network has to bring
EVERYTHING = 100_000
WISHES = Wishes(
    shares=frozenset({"agenda", "groups", "who_can_help"}),
    moderation=Moderation.WRITER,
    months=0,
    notice_days=30,
)


@click.command()
@click.argument("name", type=click.Choice(["oost", "archief", "jeugd"]))
@click.option(
    "--propose-to",
    metavar="ADDRESS",
    multiple=True,
    help="Propose a treaty to the network there.",
)
@click.option(
    "--agree-with", metavar="ADDRESS", multiple=True, help="Sign what that network proposed."
)
def command(name: str, propose_to: Sequence[str], agree_with: Sequence[str]) -> None:
    """Fill an empty network as NAME of the three, or make its treaties. `demo-metanetwork` runs it.

    A treaty is proposed and signed by the manager, and told over the line, as in real use.
    """
    told = table("metanetwork")[name]
    for address in propose_to:
        _propose(told, address)
    for address in agree_with:
        _agree(told, address)
    if not (propose_to or agree_with):
        _fill(told)


def _fill(told: Mapping[str, Any]) -> None:
    if Actor.objects.filter(handle=told["manager"], domain="").exists():
        click.echo("This network is here already; nothing was changed.")
        return
    if Actor.objects.exists():
        raise click.ClickException("There are people here already. Use another data folder.")
    made = small.make(told, now=timezone.now())
    governance.appoint_manager(handle=told["manager"])
    actions.say_place(_manager(told), place=place_named(told["place"]))
    remember_all()
    finding.index_everything()
    finding.read_unread(EVERYTHING)
    searching.index_everything()
    click.echo(f"Made {len(made)} people.")


def _propose(told: Mapping[str, Any], address: str) -> None:
    if _treaty(address) is not None:
        return
    try:
        seen = read_network(address)
    except NotFound as error:
        raise click.ClickException(f"There is no network at {address}.") from error
    network: Network = actions.note_network(**vars(seen), now=timezone.now())
    manager = _manager(told)
    actions.propose_treaty(manager, network=network, wishes=WISHES, name=manager.name)


def _agree(told: Mapping[str, Any], address: str) -> None:
    """Wait for the proposal, sign it, and wait until both have signed."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        treaty = _treaty(address)
        if treaty is not None and treaty.in_force_from is not None:
            small.let_find(told, treaty.network)
            read_partners(0)  # else what is there comes within ten minutes
            return
        if treaty is not None and treaty.proposed_by == Side.THERE:
            manager, terms = _manager(told), queries.current_terms(treaty)
            actions.sign_treaty(manager, treaty=treaty, digest=terms.digest, name=manager.name)
        time.sleep(0.3)
    raise click.ClickException(f"The network at {address} did not answer in time.")


def _treaty(address: str) -> Treaty | None:
    rows = Treaty.objects.select_related("network")
    return rows.filter(network__base=address, ended_at=None).first()


def _manager(told: Mapping[str, Any]) -> Actor:
    return Actor.objects.get(handle=told["manager"], domain="")
