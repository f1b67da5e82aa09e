"""What somebody would like: coffee with whom, how far from where, and when."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaknet.domain.coffee.models import CoffeeWish, Often
from vaknet.domain.coffee.rules import REACHES
from vaknet.domain.coffee.words import PARTS
from vaknet.engine.pairing import Wish
from vaknet.interfaces.web.forms.base import TextField
from vaknet.interfaces.web.forms.meant import PlaceForm
from vaknet.interfaces.web.forms.people import Suggested

ONLINE = 0
WISHES: dict[Wish, Promise] = {
    Wish.SAME_TRADE: _("Somebody with the same work elsewhere"),
    Wish.OTHER_TRADE: _("Somebody with other work"),
    Wish.NEWCOMER: _("Somebody who is new here"),
    Wish.MENTOR: _("A mentor who thinks along with me"),
}


class CoffeeForm(PlaceForm):
    often = forms.ChoiceField(
        label=_("How often?"),
        choices=Often.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often.")},
    )
    place = TextField(
        label=_("Near which town?"),
        help_text=_("We use the middle of it, never an address. Who you meet sees this town."),
        max_length=170,
        required=False,
        widget=Suggested("suggest-places", autocomplete="address-level2"),
    )
    reach = forms.TypedChoiceField(
        label=_("How far will you go?"),
        help_text=_("As the crow flies: by road it is farther. Never farther than this."),
        coerce=int,
        error_messages={"required": _("Choose how far you will go.")},
    )
    wishes = forms.MultipleChoiceField(
        label=_("With whom?"),
        help_text=_("Nothing chosen: with anybody. Who you meet may see what you wished for."),
        choices=[(wish.value, words) for wish, words in WISHES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    mentors = forms.BooleanField(
        label=_("I like to think along with others, as a mentor"), required=False
    )
    parts = forms.TypedMultipleChoiceField(
        label=_("When can you?"),
        help_text=_("Nothing chosen: whenever."),
        coerce=int,
        choices=list(enumerate(PARTS)),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reach: Any = self.fields["reach"]
        near = [(km, _("%(km)d km") % {"km": km}) for km in REACHES]
        reach.choices = [*near, (ONLINE, _("Online only"))]


def told(wish: CoffeeWish) -> dict[str, Any]:
    """What the form begins with when she looks already."""
    return {
        "often": wish.often,
        "place": wish.place.label if wish.place else "",
        "reach": wish.reach,
        "wishes": wish.wishes,
        "mentors": wish.mentors,
        "parts": wish.parts,
    }
