"""Take the second step off an account, for who lost phone and recovery codes."""

import click

from vaknet.domain.people import actions
from vaknet.domain.people.models import Account


@click.command()
@click.argument("handle")
def command(handle: str) -> None:
    """Take the second step off the account of HANDLE, who lost her phone and her recovery codes.

    Be sure who asks: a code by mail is enough to sign in after it. She gets a letter about it, and
    it is written down in the activity log.
    """
    found = Account.objects.filter(actor__handle=handle.removeprefix("@"), actor__domain="")
    account = found.first()
    if account is None:
        raise click.ClickException(f"There is no member with the handle {handle}.")
    if actions.take_off_second_step(account):
        click.echo("The second step is off. She can sign in with a code by mail.")
    else:
        click.echo("There was no second step.")
