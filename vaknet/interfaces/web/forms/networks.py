"""Proposing a treaty, signing it and ending it."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from vaknet.domain.networks.models import Share
from vaknet.domain.networks.terms import LONGEST_SIGNER, Moderation, Wishes
from vaknet.interfaces.web.forms.base import Form, TextField
from vaknet.interfaces.web.forms.meant import PlaceForm

# Within a sentence they begin with a small letter.
capfirst_lazy = lazy(capfirst, str)
TERMS = (
    (6, _("Half a year")),
    (12, _("A year")),
    (24, _("Two years")),
    (0, _("Until one of us stops")),
)
NOTICES = ((0, _("On any day")), (30, _("30 days before")), (90, _("90 days before")))


class AddressForm(Form):
    address = TextField(
        label=_("Address of the other network"),
        help_text=_("As in the address bar, like vaknet.example."),
        max_length=300,
    )


def _name() -> TextField:
    return TextField(
        label=_("In whose name do you sign?"),
        help_text=_("Everybody can read this. A name of an office is enough, like: the board."),
        max_length=LONGEST_SIGNER,
    )


class TermsForm(Form):
    """What a treaty says. Whoever sends it signs it."""

    shares = forms.MultipleChoiceField(
        label=_("What do you let each other see?"),
        help_text=_("It holds for both networks."),
        choices=[(share.value, capfirst_lazy(share.label)) for share in Share],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that you share.")},
    )
    moderation = forms.ChoiceField(
        label=_("Who moderates?"), choices=Moderation, widget=forms.RadioSelect
    )
    months = forms.TypedChoiceField(
        label=_("How long does it hold?"), choices=TERMS, coerce=int, widget=forms.RadioSelect
    )
    notice_days = forms.TypedChoiceField(
        label=_("How long before stopping do you say so?"),
        choices=NOTICES,
        coerce=int,
        widget=forms.RadioSelect,
    )
    name = _name()

    def __init__(self, *args: Any, **options: Any) -> None:
        """A number that the other side chose can be kept, also when we would not offer it."""
        super().__init__(*args, **options)
        for name, words in (("months", _("%s months")), ("notice_days", _("%s days before"))):
            field, given = self.fields[name], self.initial.get(name)
            if isinstance(field, forms.ChoiceField) and given is not None:
                choices = list(field.choices)  # type: ignore[arg-type]
                if given not in dict(choices):
                    field.choices = [*choices, (given, str(words) % given)]

    def wishes(self) -> Wishes:
        given = self.cleaned_data
        return Wishes(
            frozenset(given["shares"]), given["moderation"], given["months"], given["notice_days"]
        )


class SignForm(Form):
    name = _name()
    digest = forms.CharField(widget=forms.HiddenInput)


class EndForm(Form):
    why = TextField(
        label=_("Why?"),
        help_text=_("The other network reads this."),
        max_length=300,
    )


class OwnPlaceForm(PlaceForm):
    place = TextField(
        label=_("Town or village of your network"),
        help_text=_("Partner networks see it on their map. Leave it empty for no place."),
        max_length=170,
        required=False,
    )
