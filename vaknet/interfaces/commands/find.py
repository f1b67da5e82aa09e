"""Say who can help with a question, as one person would see it."""

import json
from typing import Any

import click
from django.conf import settings
from django.utils import translation

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.queries import Route
from vaknet.domain.finding import actions, queries
from vaknet.domain.finding.queries import Findings, Found
from vaknet.interfaces.web.finder import source_url


@click.command()
@click.argument("question")
@click.option("--as", "handle", required=True, metavar="PERSON", help="Handle of who asks.")
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Language of the reasons.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
def command(question: str, handle: str, lang: str | None, limit: int, as_json: bool) -> None:
    """Say who can help with QUESTION, why, and through whom.

    Shows only what PERSON may see: on a route her own contacts have a name, a farther stop is
    null.
    """
    people = Actor.objects.filter(kind=Actor.Kind.PERSON, domain="", profile__isnull=False)
    viewer = people.filter(handle=handle.removeprefix("@")).first()
    if viewer is None:
        raise click.ClickException(f"There is no member with the handle {handle}.")
    if queries.is_outgrown():
        actions.rebuild()
    language = lang or settings.LANGUAGE_CODE
    with translation.override(language):
        found = queries.who_can_help(
            viewer, question, language=language, limit=limit, with_routes=limit
        )
    click.echo(json.dumps(as_values(found), ensure_ascii=False) if as_json else as_text(found))


def as_values(found: Findings) -> dict[str, Any]:
    return {
        "query": found.query,
        "took_ms": found.took_ms,
        "understood": found.understood,
        "people": [
            {
                "handle": one.actor.handle,
                "name": one.actor.name,
                "score": one.score,
                "reasons": [
                    {
                        "code": reason.code.value,
                        "text": reason.sentence,
                        "source_url": settings.BASE_URL + source_url(reason),
                    }
                    for reason in one.reasons
                ],
                "degree": one.degree,
                "routes": [_handles(route) for route in one.routes],
            }
            for one in found.people
        ],
    }


def _handles(route: Route) -> list[str | None]:
    """The stops between: who may not be named is null."""
    return [stop.handle or None for stop in route.stops]


def as_text(found: Findings) -> str:
    if not found.people:
        return "Nobody found."
    return "\n".join(line for one in found.people for line in _lines(one))


def _lines(one: Found) -> list[str]:
    ways = [" – ".join(stop.name for stop in route.stops) for route in one.routes]
    return [
        f"{one.actor.name} (@{one.actor.handle})",
        *(f"    {reason.sentence}" for reason in one.reasons),
        *(f"    → {way}" for way in ways),
    ]
