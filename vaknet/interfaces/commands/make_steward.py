"""Make a member the steward of a group that has none and cannot find one."""

import click

from vaknet.domain.groups import actions


@click.command()
@click.argument("group")
@click.argument("handle")
def command(group: str, handle: str) -> None:
    """Make HANDLE steward of GROUP, after she said yes to you.

    Only for a group without a steward, and for somebody in it: `vaknet doctor` names such a group.
    """
    if not actions.name_steward(group=group, handle=handle.removeprefix("@")):
        raise click.ClickException(
            f"{group} has a steward, or is not there, or {handle} is not in it."
        )
    click.echo(f"{handle} is steward of {group} now.")
