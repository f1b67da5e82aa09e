"""The same words in the other language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.knowledge.words import LONG
from vaknet.domain.translations.models import Translation
from vaknet.interfaces.web.forms.base import Form, TextField


class TranslationForm(Form):
    language = forms.ChoiceField(
        label=_("In which language do you write this?"),
        choices=Translation.Language.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language of this version.")},
    )
    title = TextField(
        label=_("The title in this language"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the title in this language too.")},
    )
    lead = TextField(
        label=_("The lead in this language"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text = TextField(
        label=_("The text in this language"),
        help_text=_("Write it yourself. Nothing is translated by a machine."),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Write the text in this language too.")},
    )

    def __init__(
        self, *args: Any, has_title: bool, has_lead: bool, has_text: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if not has_title:
            del self.fields["title"]
        if not has_lead:
            del self.fields["lead"]
        self.fields["text"].required = has_text
