"""Looking for work, and helping somebody who does."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries
from vaknet.domain.connections.actions.looking import LONGEST
from vaknet.domain.connections.models import JobTip, LookingForWork
from vaknet.interfaces.web.forms.base import Form, TextField


class LookingForm(Form):
    text = TextField(
        label=_("What do you look for?"),
        help_text=_("Who may know reads this. For example: four days, in or near Waterveen."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you look for. Then people can help.")},
    )
    audience = forms.ChoiceField(
        label=_("Who may know?"),
        choices=LookingForWork.Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may know.")},
    )
    readers = forms.ModelMultipleChoiceField(
        label=_("Which contacts, if you choose them?"),
        queryset=Actor.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among your contacts.")},
    )
    until_on = forms.DateField(
        label=_("Until when?"),
        help_text=_("Then it ends by itself."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a day within a year from now.")},
    )

    def __init__(self, data: Any, *, viewer: Actor, **options: Any) -> None:
        super().__init__(data, **options)
        contacts = queries.contacts(viewer).order_by("name", "pk")
        self.fields["readers"].queryset = contacts  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(told: LookingForWork | None) -> dict[str, Any]:
        if told is None:
            return {}
        return {
            "text": told.text,
            "audience": told.audience,
            "readers": list(told.readers.values_list("reader", flat=True)),
            "until_on": told.until_on,
        }


class TipForm(Form):
    kind = forms.ChoiceField(
        label=_("How can you help?"),
        choices=JobTip.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a tip or a reference.")},
    )
    text = TextField(
        label=_("Your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a few words, then send.")},
    )


class ReferenceForm(Form):
    """`people`: whom she may ask."""

    reader = forms.ModelChoiceField(
        label=_("Whom do you ask?"),
        help_text=_("Only contacts who can see that you look for work."),
        queryset=Actor.objects.none(),
        empty_label=_("Choose a contact"),
        error_messages={
            "required": _("Choose a contact who can see it."),
            "invalid_choice": _("Choose a contact who can see it."),
        },
    )
    text = TextField(
        label=_("Your words"),
        help_text=_("For example: we worked together for three years. What could you say of it?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a few words, then send.")},
    )

    def __init__(self, data: Any, *, people: QuerySet[Actor], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["reader"].queryset = people  # type: ignore[attr-defined]
