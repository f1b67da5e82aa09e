"""Keeping what is known true, and telling that it was asked before."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.knowledge.models import Question
from vaknet.interfaces.web.forms.base import Form, TextField

NUMBER = re.compile(r"(?:.*/vraag/)?([1-9][0-9]{0,17})/?(?:[?#].*)?", re.DOTALL)
ELSEWHERE = "elsewhere"


class DoubtForm(Form):
    doubt = TextField(
        label=_("What is not right any more?"),
        help_text=_("In one sentence. For example: the law changed on 1 July."),
        max_length=300,
        error_messages={"required": _("Say in one sentence what changed.")},
    )


class SameForm(Form):
    """One of those that look like it, or the address of another one."""

    original = forms.ChoiceField(
        label=_("Which question is the same?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the question that is the same."),
            "invalid_choice": _("Choose the question that is the same."),
        },
    )
    address = TextField(
        label=_("The address of that other one"),
        help_text=_("Copy it from the address bar. It ends in /vraag/ and a number."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, similar: list[Question], **options: Any) -> None:
        super().__init__(*args, **options)
        choices: list[tuple[str, Any]] = [(f"{row.pk}", row.title) for row in similar]
        choices.append((ELSEWHERE, _("Another one")))
        self.fields["original"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("original") == ELSEWHERE and not _number(cleaned.get("address", "")):
            self.add_error("address", _("Write the address of the question. It has a number."))
        return cleaned

    def number(self) -> int:
        chosen = self.cleaned_data["original"]
        return int(chosen if chosen != ELSEWHERE else _number(self.cleaned_data["address"]))


def _number(address: str) -> str:
    found = NUMBER.fullmatch(address.strip())
    return found[1] if found else ""
