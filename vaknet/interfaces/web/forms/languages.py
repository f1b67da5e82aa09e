"""Choosing a language that one speaks."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vaknet.interfaces.web.forms.base import Form
from vaknet.kit import languages

CHOOSE = _("Choose a language from the list.")


class LanguageForm(Form):
    """`spoken`: the codes that she has already, which are not offered again."""

    language = forms.ChoiceField(
        label=_("Which language do you speak?"),
        help_text=_("One that you can do your work in. One at a time."),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, *args: Any, spoken: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = languages.names(get_language() or "nl")
        offered = [(code, name) for code, name in every if code not in spoken]
        self.fields["language"].choices = [("", _("Choose a language")), *offered]  # type: ignore[attr-defined]
