"""What a poll is drawn with."""

from typing import Any

from django import template

from vaknet.domain.surveys.queries import PollView
from vaknet.domain.surveys.words import who_votes

register = template.Library()
register.filter("poll_voters", who_votes)


@register.inclusion_tag("polls/_figures.html")
def poll_figures(view: PollView) -> dict[str, Any]:
    """Each choice with its share of who voted, in percent: they add up to more where one may choose
    several.
    """
    rows = [
        {"text": choice.text, "votes": votes, "share": round(100 * votes / (view.poll.voters or 1))}
        for choice in view.choices
        for votes in [choice.votes or 0]
    ]
    return {"rows": rows}
