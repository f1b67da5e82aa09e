"""Print a link that signs one person in once, within 15 minutes."""

from collections.abc import Sequence

import click

from vaknet.domain.people import actions
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web import login_link


@click.command()
@click.argument("handles", metavar="HANDLE...", nargs=-1, required=True)
def command(handles: Sequence[str]) -> None:
    """Print a link that signs HANDLE in once, within 15 minutes.

    For who cannot receive mail. Whoever has the link is that person: hand it over with care.
    It is written down in the activity log. Of several each link stands behind its handle.
    """
    for handle in handles:
        link = _link(handle)
        click.echo(link if len(handles) == 1 else f"  {handle}: {link}")


def _link(handle: str) -> str:
    found = Account.objects.select_related("actor").filter(
        actor__handle=handle.removeprefix("@"), actor__domain=""
    )
    account = found.first()
    if account is None:
        raise click.ClickException(f"There is no member with the handle {handle}.")
    try:
        link = actions.make_sign_in_link(account)
    except Refused as refused:
        raise click.ClickException(str(refused.message)) from refused
    return login_link.address(link)
