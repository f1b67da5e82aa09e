"""Who is at home on another network."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.interfaces.web.forms.base import Form, TextField


class HomeForm(Form):
    home = TextField(
        label=_("Your address on your own network"),
        help_text=_("For example @you@mastodon.example"),
        max_length=300,
        widget=forms.TextInput(
            attrs={
                "autocapitalize": "none",
                "autocomplete": "off",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
    )
