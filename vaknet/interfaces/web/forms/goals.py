"""A goal in own words, and what it brought."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.connections.actions.words import LONGEST
from vaknet.domain.goals.models import Goal
from vaknet.domain.goals.queries import GoalView
from vaknet.interfaces.web.forms.base import Form, TextField


class GoalForm(Form):
    text = TextField(
        label=_("What do you want to reach?"),
        help_text=_("One sentence. For example: by summer we work without paper."),
        max_length=Goal._meta.get_field("text").max_length,
        error_messages={"required": _("Say in one sentence what you want to reach.")},
    )
    until_on = forms.DateField(
        label=_("By when?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    shown = forms.BooleanField(label=_("My contacts may read this goal"), required=False)

    @staticmethod
    def initial_of(view: GoalView) -> dict[str, Any]:
        goal = view.goal
        return {"text": goal.text, "until_on": goal.until_on, "shown": view.is_shown}


class GoalNoteForm(Form):
    text = TextField(
        label=_("What did it bring you?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what it brought you.")},
    )
