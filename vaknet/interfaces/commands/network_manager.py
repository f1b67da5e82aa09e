"""Say who looks after this network."""

import click

from vaknet.domain.governance import actions


@click.command()
@click.argument("handle")
@click.option("--no-longer", is_flag=True, help="She does it no longer.")
def command(handle: str, no_longer: bool) -> None:
    """Make HANDLE a manager of this network: she decides about reports, everywhere in it.

    Two managers or more is best: a removal takes four eyes, and an appeal a fresh pair.
    """
    say = actions.relieve_manager if no_longer else actions.appoint_manager
    if not say(handle=handle.removeprefix("@")):
        raise click.ClickException(f"{handle} is not here.")
    now = "a manager no longer" if no_longer else "a manager of this network now"
    click.echo(f"{handle} is {now}.")
