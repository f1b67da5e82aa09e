"""What stands on a memory card."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.memory import LONGEST
from vaknet.domain.leaving.queries import contacts_named
from vaknet.domain.people.queries import person
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


class TieForm(Form):
    """Who it is: by the name of a contact, or by the address of a page that she may open."""

    person = TextField(
        label=_("Who is it about?"),
        help_text=_("The name of a contact, or the address of somebody's page here."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, viewer: Actor, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.viewer = viewer

    def clean_person(self) -> Actor:
        """The same words for somebody she may not see and for nobody."""
        named: str = self.cleaned_data["person"].strip()
        contact = contacts_named(self.viewer, [named]).get(named)
        if contact is not None:
            return contact
        try:
            return person(self.viewer, named.rstrip("/").rpartition("/")[2].removeprefix("@"))
        except Actor.DoesNotExist as missing:
            nobody = _("We find nobody here by that. Copy the address of the page.")
            raise forms.ValidationError(nobody) from missing
