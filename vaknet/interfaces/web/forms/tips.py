"""To whom a tip goes, and why."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.interfaces.web.forms.base import Form, TextField


def _label(person: Actor) -> str:
    return f"{person.name}, {person.headline}" if person.headline else person.name


class TipForm(Form):
    """`people`: whom she can choose."""

    to = forms.ModelChoiceField(
        label=_("Who is it for?"),
        queryset=Actor.objects.none(),
        empty_label=_("Choose a colleague"),
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("Choose a colleague."),
        },
    )
    text = TextField(
        label=_("Why?"),
        help_text=_("One sentence. For example: you did this last year."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in one sentence why you give this tip.")},
    )

    def __init__(self, data: Any, *, people: QuerySet[Actor], **options: Any) -> None:
        super().__init__(data, **options)
        field: Any = self.fields["to"]
        field.queryset, field.label_from_instance = people, _label
