"""On the page of a thing of one's own: for which goal is it?"""

from typing import Any

from django import template

from vaknet.domain.goals import queries

register = template.Library()


@register.inclusion_tag("goals/_for_which.html", takes_context=True)
def for_which_goal(context: dict[str, Any], kind: str, pk: int) -> dict[str, Any]:
    viewer = context["viewer"]
    return {
        "csrf_token": context.get("csrf_token"),
        "kind": kind,
        "thing": pk,
        "choices": queries.choices(viewer, kind, pk),
    }
