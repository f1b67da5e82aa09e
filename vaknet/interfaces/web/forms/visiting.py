"""Coming into a group at a partner network, and saying something there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.interfaces.web.forms.base import Form, TextField

LONG = 20_000


class ComeInForm(Form):
    """`rules`: the mark of the very words that stand above the box."""

    text = TextField(
        label=_("A few words for the stewards"),
        help_text=_("Only the stewards of this group read it."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agree = forms.BooleanField(
        label=_("I read the house rules and agree to them"),
        error_messages={"required": _("Read the house rules, and say that you agree.")},
    )

    def __init__(
        self, data: Any = None, *, way: str, question: str, rules: str, **options: Any
    ) -> None:
        super().__init__(data, **options)
        if way == "join":
            del self.fields["text"]
        elif question:
            self.fields["text"].label = question
        if rules:
            self.fields["agree"].widget.attrs["value"] = rules
        else:
            del self.fields["agree"]

    @property
    def agreed_to(self) -> str:
        return str(self.data.get("agree", ""))[:64] if "agree" in self.fields else ""


class SayForm(Form):
    text = TextField(
        label=_("Your words"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your reply. A few sentences are enough.")},
    )


class BeginForm(Form):
    title = TextField(
        label=_("What is it about, in one sentence?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write in one sentence what it is about.")},
    )
    text = TextField(
        label=_("More to it"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
