"""Learn from use whom to show first, and compare orders of people."""

from math import isfinite

import click

from vaknet.domain.learning import actions, queries, rules
from vaknet.domain.learning.features import FORMULA, NAMES
from vaknet.domain.learning.models import Ranking
from vaknet.engine.learning.interleaving import Team
from vaknet.engine.learning.linear import FEWEST

USUAL, TRIAL = Ranking.Use.USUAL, Ranking.Use.TRIAL


@click.command()
@click.option("--use", "is_used", is_flag=True, help="Use what was learned, if it is better.")
@click.option("--trial", "is_tried", is_flag=True, help="Mix it with the usual order for a while.")
@click.option(
    "--weight",
    "changed",
    multiple=True,
    metavar="NAME=NUMBER",
    help="Try the formula with another weight in place of what was learned.",
)
@click.option("--end-trial", is_flag=True, help="Show one order again.")
@click.option("--back", is_flag=True, help="Show people by the formula again.")
def command(
    is_used: bool, is_tried: bool, changed: tuple[str, ...], end_trial: bool, back: bool
) -> None:
    """Say whether the site's own weeks know a better order of people than the one in use.

    It learns from the earlier weeks and compares on the last ones. Without options nothing changes.
    """
    if back or end_trial:
        ended = actions.end_ranking(use=USUAL if back else TRIAL)
        click.echo("Done." if ended else "There was nothing to end.")
        return
    if not rules.is_on():
        raise click.ClickException("This network does not learn: VAKNET_LEARNING is off.")
    if changed:
        _try("By hand: " + ", ".join(changed), _by_hand(changed))
        return
    _tell_of_trial()
    found = queries.learned()
    _tell(found)
    if is_tried and found.gain.pages < FEWEST:
        raise click.ClickException("Nothing was learned, so there is nothing to try.")
    if is_tried:
        _try("Learned", found.weights)
    elif is_used and found.gain.is_better:
        actions.use_ranking(name="Learned", weights=found.weights, use=USUAL)
        click.echo("The finder uses it from now on. vaknet learn --back returns to the formula.")


def _try(name: str, weights: list[float]) -> None:
    actions.use_ranking(name=name[:80], weights=weights, use=TRIAL)
    click.echo("From now on the two orders are mixed. vaknet learn says which is chosen from more.")


def _by_hand(changed: tuple[str, ...]) -> list[float]:
    weights = dict(zip(NAMES, FORMULA, strict=True))
    for one in changed:
        name, _, number = one.partition("=")
        try:
            weights[name], _known = float(number), weights[name]
        except (KeyError, ValueError):
            names = ", ".join(NAMES)
            raise click.ClickException(f"{one}: write NAME=NUMBER, of {names}.") from None
        if not isfinite(weights[name]):
            raise click.ClickException(f"{one}: that is no number to weigh by.")
    return [*weights.values()]


def _tell_of_trial() -> None:
    trial = queries.trial()
    if trial is None:
        return
    found = queries.verdict_of(trial)
    click.echo(
        f"On trial: {trial.name}. The usual order won {found.first} searches, the trial "
        f"{found.second}; by chance alone that happens {found.chance:.0%} of the time."
    )
    winner = {None: "Neither is better yet", Team.FIRST: "The usual order is better"}
    click.echo(f"{winner.get(found.winner, 'The trial is better')}.")


def _tell(found: queries.Learned) -> None:
    gain = found.gain
    if gain.pages < FEWEST:
        click.echo(
            f"Too little to learn from: in the last weeks somebody was chosen from {gain.pages} "
            f"pages, and it takes {FEWEST}. What is in use stays."
        )
        return
    click.echo(f"Learned from {found.earlier} pages, compared on {gain.pages} later ones.")
    click.echo(f"In use: {gain.usual:.3f}. Learned: {gain.learned:.3f}.")
    click.echo(f"Difference, 99 % sure: {gain.low:+.3f} to {gain.high:+.3f}.")
    for name, weight in zip(NAMES, found.weights, strict=True):
        click.echo(f"    {name:<12} {weight:+.3f}")
    click.echo("It is better." if gain.is_better else "Not surely better: what is in use stays.")
