"""Fill an empty network: a small invented world, or one of any size for trials."""

from datetime import UTC, datetime, time

import click
from django.conf import settings
from django.db import connection
from django.utils import timezone
from tqdm import tqdm

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import actions as finding
from vaknet.domain.people.models import Account
from vaknet.domain.searching import actions as searching
from vaknet.interfaces.commands._demo import network, world
from vaknet.interfaces.commands._demo.network import Plan
from vaknet.interfaces.jobs.remembering import remember_all

TIES = 20
POSTS_EACH = 2
EVERYTHING = 100_000
OTHERS_HERE = (
    "There are people here already, and a demo fills only an empty network. "
    "Use another data folder: VAKNET_DATA=another-folder vaknet demo"
)


@click.command()
@click.option(
    "--people",
    type=click.IntRange(2, 1_000_000),
    help="Make a network of this many people by chance.",
)
@click.option(
    "--ties",
    type=click.FloatRange(0, 1_000),
    help=f"Contacts of each person, on average.  [default: {TIES}]",
)
@click.option(
    "--posts",
    type=click.IntRange(0, 10_000_000),
    help=f"Questions and answers together.  [default: {POSTS_EACH} for each person]",
)
@click.option("--seed", type=int, help="Another seed, another network.  [default: 1]")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which its history ends.  [default: today]",
)
def command(
    *,
    people: int | None,
    ties: float | None,
    posts: int | None,
    seed: int | None,
    until: datetime | None,
) -> None:
    """Fill an empty network without serving it.

    Without options: 26 invented people of invented towns, with groups, questions and answers, and
    a few things that wait for Samira. With --people: a network of that many people, made by
    chance; the same options on the same day give the same network. Nobody is mailed.
    """
    if people is None:
        if (ties, posts, seed, until) != (None, None, None, None):
            raise click.UsageError("--ties, --posts, --seed and --until go with --people.")
        _make_world()
        return
    day = until.date() if until else timezone.localdate()
    plan = Plan(
        people=people,
        ties=TIES if ties is None else ties,
        posts=POSTS_EACH * people if posts is None else posts,
        seed=1 if seed is None else seed,
        now=datetime.combine(day, time(), UTC),
    )
    _make_network(plan)


def _make_world() -> None:
    samira = Account.objects.filter(email=world.NEWCOMER).first()
    if samira is not None:
        click.echo("The demo network is here already; nothing was changed.")
    elif _is_empty():
        made = world.make(now=timezone.now())
        remember_all()
        finding.index_everything()
        finding.read_unread(EVERYTHING)
        searching.index_everything()
        click.echo(f"Made {made.people} people, {made.groups} groups, {made.posts} posts.")
    else:
        raise click.ClickException(OTHERS_HERE)
    _say_how_to_sign_in(world.NEWCOMER)


def _make_network(plan: Plan) -> None:
    first = f"p1@{plan.domain}"
    if Account.objects.filter(email=first).exists():
        click.echo("This network is here already; nothing was changed.")
    elif _is_empty():
        with tqdm(total=plan.steps, unit="row", disable=None) as bar:
            network.make(plan, bar.update)
        click.echo("Indexing for the finder.")
        finding.index_everything()
        searching.index_everything()
        _tidy()
        click.echo(f"Made {plan.people} people and {plan.posts} posts.")
    else:
        raise click.ClickException(OTHERS_HERE)
    _say_how_to_sign_in(first)


def _is_empty() -> bool:
    return not Actor.objects.exists()


def _tidy() -> None:
    """So that the planner knows how much there is, and indexes alone can answer."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("vacuum (analyze)")


def _say_how_to_sign_in(email: str) -> None:
    account = Account.objects.select_related("actor").get(email=email)
    if account.actor is None:
        return
    click.echo(
        f"Serve it:                    vaknet serve\n"
        f"Then sign in as {account.actor.name}:\n"
        f"  by a link:                 vaknet login-link {account.actor.handle}\n"
        f"  or by a code, mailed to    {email}   at {settings.BASE_URL}/inloggen/"
    )
    if settings.MAILERS["default"]["BACKEND"].endswith(".files.EmailBackend"):
        click.echo(f"  (letters become files in   {settings.VAKNET_DATA / 'mail'})")
