"""Codes of an app, or of paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.interfaces.web.forms.base import Form, TextField


def _code(label: Any, autocapitalize: str) -> TextField:
    return TextField(
        label=label,
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": autocapitalize,
                "spellcheck": "false",
                "class": "code-input",
            }
        ),
        error_messages={"required": _("Fill in the code.")},
    )


class _CodeForm(Form):
    def clean_code(self) -> str:
        """People type and paste spaces and dashes along, and type small letters."""
        code = str(self.cleaned_data["code"])
        return "".join(letter for letter in code if letter.isalnum()).upper()


class SecondStepForm(_CodeForm):
    code = _code(_("The code from your app, or a recovery code"), "characters")


class AppCodeForm(_CodeForm):
    code = _code(_("The code that your app shows now"), "none")
