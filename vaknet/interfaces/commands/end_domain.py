"""Say that a domain is not of the organisation that it stands for."""

import click

from vaknet.domain.people import actions
from vaknet.interfaces.federation.organisations import take_back_organisations
from vaknet.kit.domain_names import BadDomain, domain_name


@click.command()
@click.argument("domain")
def command(domain: str) -> None:
    """Say that DOMAIN is not of the organisation that it stands for, or is asked for.

    When somebody showed it wrongly, or a domain went into other hands. It can be shown again.
    Other networks that knew the organisation by it are told that it is gone.
    """
    try:
        name = domain_name(domain)
    except BadDomain:
        raise click.ClickException(f"{domain} is not the name of a domain.") from None
    if not actions.end_domain(domain=name):
        raise click.ClickException(f"{name} stands for no organisation here.")
    take_back_organisations()
    click.echo(f"{name} no longer stands for an organisation.")
