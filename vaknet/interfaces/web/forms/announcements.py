"""What contacts say to a new role, and thanks for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.connections.actions.announcements import LONGEST, LONGEST_OFFER
from vaknet.interfaces.web.forms.base import Form, TextField


class CongratulationForm(Form):
    text = TextField(
        label=_("Your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a few words, then send.")},
    )
    offer = TextField(
        label=_("Do you offer help?"),
        help_text=_("For example: I can spare two hours."),
        max_length=LONGEST_OFFER,
        required=False,
    )


class ThanksForm(Form):
    text = TextField(
        label=_("Your thanks"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a few words, then send.")},
    )
