"""All that this room holds of one member, for herself."""

from django.db.models import TextField
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.goals.models import Goal, GoalEnd, GoalLink, GoalNote, GoalShown
from vaknet.domain.parts import Part, Words, streamed

GOAL: dict[str, Words] = {"goal": _("Goal")}
SINCE: dict[str, Words] = {"since": _("Since"), "until": _("Until")}


def everything_of(viewer: Actor) -> list[Part]:
    goals = Goal.objects.filter(owner=viewer).order_by("pk")
    notes = GoalNote.objects.filter(goal__owner=viewer).order_by("pk")
    ends = GoalEnd.objects.filter(goal__owner=viewer).order_by("pk")
    shown = GoalShown.objects.filter(goal__owner=viewer).order_by("pk")
    return [
        Part(
            "goals",
            _("Goals"),
            {**GOAL, "until_on": _("By when"), "set_at": _("Since")},
            streamed(goals.values_list("text", "until_on", "set_at")),
            ("goals.Goal.owner",),
        ),
        Part(
            "goal_notes",
            _("What came of goals"),
            {**GOAL, "text": _("Text"), "at": _("When")},
            streamed(notes.values_list("goal__text", "text", "at")),
            (),
        ),
        Part(
            "goal_ends",
            _("Goals reached or let go"),
            {**GOAL, "kind": _("Kind"), **SINCE},
            streamed(ends.values_list("goal__text", "kind", "since", "until")),
            (),
            spoken={"kind": dict(GoalEnd.Kind.choices)},
        ),
        Part(
            "goals_shown",
            _("Goals that my contacts may read"),
            {**GOAL, **SINCE},
            streamed(shown.values_list("goal__text", "since", "until")),
            (),
        ),
        _links(viewer),
    ]


def _links(viewer: Actor) -> Part:
    """By what a person would call the thing: a title, a purpose, a name."""
    rows = GoalLink.objects.filter(goal__owner=viewer).order_by("pk")
    thing = Coalesce(
        "question__title",
        "talk__purpose",
        "introduction__purpose",
        "contact__name",
        output_field=TextField(),
    )
    listed = rows.annotate(thing=thing).values_list("goal__text", "thing", "at")
    columns = {**GOAL, "thing": _("What hangs from it"), "at": _("When")}
    held = ("goals.GoalLink.contact",)
    return Part("goal_links", _("What hangs from goals"), columns, streamed(listed), held)
