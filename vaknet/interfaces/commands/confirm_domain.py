"""Say that a domain that somebody showed is of the organisation she showed it for."""

import click

from vaknet.domain.people import actions
from vaknet.kit.domain_names import BadDomain, domain_name


@click.command()
@click.argument("domain")
@click.argument("organisation")
def command(domain: str, organisation: str) -> None:
    """Say that DOMAIN is of ORGANISATION, after you looked.

    Only when somebody showed it and waits: `vaknet doctor` names both. It ends with end-domain.
    """
    try:
        name = domain_name(domain)
    except BadDomain:
        raise click.ClickException(f"{domain} is not the name of a domain.") from None
    if not actions.confirm_domain(domain=name, organisation=organisation):
        raise click.ClickException(f"Nobody waits for {name} to stand for {organisation}.")
    click.echo(f"{name} stands for {organisation} now.")
