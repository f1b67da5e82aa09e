"""Closing the door to another network, by hand or with a list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.federation.models import HostLimit
from vaknet.interfaces.web.forms.base import Form, TextField
from vaknet.kit.table import TableError, decoded

LARGEST_LIST = 10_000_000


class LimitForm(Form):
    host = TextField(
        label=_("Which network?"),
        help_text=_("Such as social.example. It holds for all names that end in it too."),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    kind = forms.ChoiceField(
        label=_("What do you do?"),
        choices=[
            (HostLimit.Kind.SUSPEND, _("Close the door: nothing goes there, nothing comes in")),
            (HostLimit.Kind.LIMIT, _("Limit it: whoever is there has to ask before following")),
        ],
        widget=forms.RadioSelect,
        initial=HostLimit.Kind.SUSPEND,
    )
    reason = TextField(
        label=_("Reason"),
        help_text=_("Everybody can read this on the page of closed networks."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = TextField(
        label=_("Note for colleagues"),
        help_text=_("Only who looks after this network reads this."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HostListForm(Form):
    file = forms.FileField(
        label=_("The list"),
        help_text=_("A CSV file of Mastodon, or a file with one network on each line."),
        error_messages={"required": _("Choose a file.")},
    )

    def clean_file(self) -> str:
        file: Any = self.cleaned_data["file"]
        if file.size > LARGEST_LIST:
            raise forms.ValidationError(_("This file is larger than 10 MB. Split it."))
        try:
            return decoded(file.read())
        except TableError as error:
            raise forms.ValidationError(
                _("We cannot read this file. Save it again as CSV in UTF-8.")
            ) from error
