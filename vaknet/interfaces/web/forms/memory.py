"""What stands on a memory card."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.connections.memory import LONGEST
from vaknet.interfaces.web.forms.base import Form, TextField


class MemoryForm(Form):
    met = TextField(
        label=_("Where did you meet?"),
        help_text=_("For example: at the fair in Oosterhage, or through Joost."),
        max_length=LONGEST["met"],
        required=False,
    )
    knows = TextField(
        label=_("What does this person know?"), max_length=LONGEST["knows"], required=False
    )
    note = TextField(
        label=_("What do you want to remember?"),
        max_length=LONGEST["note"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    next_step = TextField(
        label=_("What is your next step?"), max_length=LONGEST["next_step"], required=False
    )
    remind_on = forms.DateField(
        label=_("On which day does Today bring it back?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
