"""The vaknet command line."""

import os

import click


@click.group()
def main() -> None:
    """Run and look after a Vaknet network."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaknet.settings")
