"""Leaving: what becomes of the answers, and one's name to show that it is meant."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import Closure
from vaknet.interfaces.web.forms.base import Form


class ClosingForm(Form):
    answers = forms.ChoiceField(
        label=_("Your answers, and questions that others answered"),
        choices=Closure.Answers.choices,
        widget=forms.RadioSelect,
        help_text=_("A question with an answer of somebody else stays, without your name."),
        error_messages={"required": _("Choose what happens to your answers.")},
    )
    name = forms.CharField(
        label=_("Type your name to confirm"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type your name. Then we know that you mean it.")},
    )

    def __init__(self, viewer: Actor, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.viewer = viewer

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        if not _alike(typed, self.viewer.name):
            raise forms.ValidationError(
                _("Type your name as it is on your profile: %(name)s."),
                params={"name": self.viewer.name},
            )
        return typed


def _alike(typed: str, name: str) -> bool:
    """Whatever the capitals and the spaces."""
    return " ".join(typed.split()).casefold() == " ".join(name.split()).casefold()
