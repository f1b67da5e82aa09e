"""Bringing somebody in on paper, entering what she answers, and giving her an account."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vaknet.domain.groups.models import Group
from vaknet.domain.paper.models import PaperAsk, PaperMember
from vaknet.domain.people.models import Closure
from vaknet.interfaces.web.forms.base import Form, TextField


class BringForm(Form):
    """`groups`: those that the steward tends."""

    group = forms.ModelChoiceField(
        label=_("In which group?"), queryset=Group.objects.none(), empty_label=None
    )
    name = TextField(label=_("Name"), max_length=120)
    profession = TextField(label=_("Profession"), max_length=120, required=False)
    knows = TextField(
        label=_("What this person knows"),
        help_text=_("One thing on each line. With it we choose what to ask."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    how = forms.ChoiceField(
        label=_("How did you ask?"), choices=PaperMember.How.choices, widget=forms.RadioSelect
    )
    asked_on = forms.DateField(
        label=_("On which day was the yes?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    agreed = forms.BooleanField(
        label=_("I read this person the words above, and the answer was yes"),
        error_messages={"required": _("Ask first. Without a yes nobody is brought in.")},
    )

    def __init__(self, data: Any, *, groups: QuerySet[Group], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        self.fields["asked_on"].initial = timezone.localdate

    def told(self) -> dict[str, Any]:
        told = {name: value for name, value in self.cleaned_data.items() if name != "agreed"}
        lines = [one.strip() for one in told["knows"].splitlines()]
        return told | {"knows": [one for one in lines if one]}


class CorrectForm(Form):
    name = TextField(
        label=_("Name"),
        max_length=120,
        help_text=_("As it stands on letters, and below answers."),
    )
    profession = TextField(label=_("Profession"), max_length=120, required=False)


class PaperReplyForm(Form):
    """`asks`: what was asked and is open, to be chosen by its number."""

    number = forms.TypedChoiceField(
        label=_("Which number is on the letter?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a number from the letter.")},
    )
    text = TextField(
        label=_("What does the reply say?"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Type what the reply says.")},
    )

    def __init__(self, data: Any, *, asks: Sequence[PaperAsk], **options: Any) -> None:
        super().__init__(data, **options)
        field: Any = self.fields["number"]
        field.choices = [(ask.number, f"{ask.number}. {ask.question.title}") for ask in asks]


class AddressForm(Form):
    email = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class LetGoForm(Form):
    answers = forms.ChoiceField(
        label=_("What happens to the answers?"),
        choices=Closure.Answers.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens to the answers.")},
    )


class OwnAccountForm(Form):
    name = TextField(
        label=_("Your name, as it stands on the letters"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    agreed = forms.BooleanField(
        label=_("Members of this network may see that I am one, and what I fill in here."),
        error_messages={"required": _("Without your yes there is no account.")},
    )
