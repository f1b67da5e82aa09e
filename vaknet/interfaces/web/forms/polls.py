"""Asking a poll, and voting."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vaknet.domain.surveys.actions.asking import CHOICE, EXPLANATION
from vaknet.domain.surveys.models import PollChoice
from vaknet.domain.surveys.rules import MOST_CHOICES
from vaknet.interfaces.web.forms.base import Form, TextField

WEEK = timedelta(days=7)


class PollForm(Form):
    question = TextField(
        label=_("What do you want to know?"),
        help_text=_("One question, that one can answer by choosing."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Ask one question.")},
    )
    choices = TextField(
        label=_("What can one choose?"),
        help_text=_("Two to ten answers, each on a line of its own."),
        max_length=(CHOICE + 2) * MOST_CHOICES,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Give at least two choices, each on a line of its own."),
        },
    )
    takes_several = forms.BooleanField(label=_("One may choose several"), required=False)
    takes_elsewhere = forms.BooleanField(
        label=_("People who follow this group from other networks may vote too"),
        help_text=_(
            "Their own server sees what they choose, and whoever runs it can make up voters. What"
            " they chose is in the same figures; how many they were stands there from five on."
        ),
        required=False,
    )
    explanation = TextField(
        label=_("More to it"),
        max_length=EXPLANATION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    closes_on = forms.DateField(
        label=_("Last day to vote"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the date as day-month-year.")},
        initial=lambda: timezone.localdate() + WEEK,
    )

    def __init__(self, *args: Any, is_known_elsewhere: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_known_elsewhere:
            del self.fields["takes_elsewhere"]

    def clean_choices(self) -> list[str]:
        lines: str = self.cleaned_data["choices"]
        return [line for line in lines.splitlines() if line.strip()]


class VoteForm(Form):
    """Radio buttons, or boxes where one may choose several."""

    def __init__(
        self,
        *args: Any,
        choices: Sequence[PollChoice],
        takes_several: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        kind, widget = (
            (forms.MultipleChoiceField, forms.CheckboxSelectMultiple)
            if takes_several
            else (forms.ChoiceField, forms.RadioSelect)
        )
        missing = _("Choose one of the answers.")
        self.fields["choices"] = kind(
            label=_("Choose one or more") if takes_several else _("Choose one"),
            choices=[(str(choice.pk), choice.text) for choice in choices],
            widget=widget,
            error_messages={"required": missing, "invalid_choice": missing},
        )

    def chosen(self) -> list[int]:
        given = self.cleaned_data["choices"]
        return [int(pk) for pk in (given if isinstance(given, list) else [given])]
