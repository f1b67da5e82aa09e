"""Give the network itself new keys."""

import click

from vaknet.domain.federation import actions
from vaknet.domain.refusal import Refused


@click.command()
@click.confirmation_option("--yes", prompt="Throw away the keys of this network and make new ones?")
def command() -> None:
    """Throw away the keys with which this network signs, and make new ones.

    For when somebody else may have them, or when the secret key of this server was lost. Other
    networks can check for seven days what was signed before; treaties stay in force and can always
    be checked.
    """
    try:
        actions.renew_keys_of_network(None)
    except Refused as refused:
        raise click.ClickException(str(refused.message)) from None
    click.echo("There are new keys. Who follows this network hears of it.")
