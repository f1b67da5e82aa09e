"""How badges are printed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.events.models import EventPrint
from vaknet.interfaces.web.forms.base import Form

SHEETS = [
    (EventPrint.TEN, _("10 on a sheet: 2 by 5, edge to edge")),
    (EventPrint.EIGHT, _("8 on a sheet: 2 by 4, with 6 mm between them")),
]


class BadgesForm(Form):
    per_sheet = forms.TypedChoiceField(
        label=_("Which sheets?"),
        help_text=_("A4. Each badge is 90 by 54 mm, with marks to cut along."),
        choices=SHEETS,
        coerce=int,
        initial=EventPrint.TEN,
        widget=forms.RadioSelect,
    )
    blanks = forms.IntegerField(
        label=_("Empty badges"),
        help_text=_("For who comes unannounced: write the name on it by hand."),
        initial=EventPrint.TEN,
    )
