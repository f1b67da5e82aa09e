"""What somebody means whose words are no name that we know: she chooses, or keeps her own words.

While typing there are suggestions; this is for who had none, or passed them by.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaknet.domain.people import queries
from vaknet.domain.people.models import Occupation, Place, Profile
from vaknet.domain.people.suggestions import SuggestedOccupation
from vaknet.interfaces.web.forms.base import Form, clean_text

NONE_OF_THESE = "none"
MOST_CHOICES = 5


class MeantForm(Form):
    """`kept`: what she told before; about the same words she is not asked again."""

    def __init__(self, *args: Any, kept: Profile | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept = kept

    def typed(self, name: str) -> str:
        return clean_text(str(self.data.get(name) or "")).strip()

    def ask(
        self, name: str, *, label: str, choices: Sequence[tuple[str, str]], missing: str
    ) -> None:
        """Beside the field of that name, and not passed over: her words are kept on purpose."""
        meant = f"{name}_meant"
        self.fields[meant] = forms.ChoiceField(
            label=label,
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": missing, "invalid_choice": missing},
        )
        order = [one for one in self.fields if one != meant]
        order.insert(order.index(name) + 1, meant)
        self.order_fields(order)


class ProfessionForm(MeantForm):
    """Has a field `profession`; what comes out of it has an `occupation` too."""

    def __init__(self, *args: Any, asks: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self._occupations: dict[str, Occupation] = {}
        if self.is_bound and asks:
            self._ask_profession(self.typed("profession"))

    def _ask_profession(self, typed: str) -> None:
        if not typed or self._is_kept(typed) or queries.occupation_named(typed):
            return
        found = queries.occupations_like(typed, language=_language(), limit=MOST_CHOICES)
        self._occupations = {str(one.occupation.pk): one.occupation for one in found}
        names = [(str(one.occupation.pk), _called(one)) for one in found]
        if names:
            own = _("None of these. Keep my own words: %(words)s") % {"words": typed}
            self.ask(
                "profession",
                label=_("Which profession do you mean?"),
                choices=[*names, (NONE_OF_THESE, own)],
                missing=_("Choose a profession from the list, or keep your own words."),
            )

    def _is_kept(self, typed: str) -> bool:
        return self.kept is not None and self.kept.profession == typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = cleaned.get("profession", "")
        if self.kept is not None and self._is_kept(typed):
            return cleaned | {"occupation": self.kept.occupation}
        meant = self._occupations.get(cleaned.get("profession_meant", ""))
        if meant is not None:
            return cleaned | {"occupation": meant, "profession": meant.label(_language())}
        return cleaned | {"occupation": queries.occupation_named(typed)}


class PlaceForm(MeantForm):
    """Has a field `place`, of which a Place comes out: what we do not know we cannot keep."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._places: dict[str, Place] = {}
        if self.is_bound:
            self._ask_place(self.typed("place"))

    def _ask_place(self, typed: str) -> None:
        if not typed or queries.place_named(typed):
            return
        found = queries.places_like(typed, limit=MOST_CHOICES)
        self._places = {str(place.pk): place for place in found}
        if found:
            self.ask(
                "place",
                label=_("Which place do you mean?"),
                choices=[
                    *((str(place.pk), place.label) for place in found),
                    (NONE_OF_THESE, _("None of these. Leave my place empty")),
                ],
                missing=_("Choose a place from the list, or change what you typed."),
            )

    def clean_place(self) -> Place | None:
        typed = self.cleaned_data["place"]
        place = queries.place_named(typed)
        if typed and place is None and not self._places:
            raise forms.ValidationError(
                _("We do not know this place. Fill in a larger place nearby.")
            )
        return place

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self._places:
            return cleaned | {"place": self._places.get(cleaned.get("place_meant", ""))}
        return cleaned


def _called(one: SuggestedOccupation) -> str:
    return f"{one.label} ({one.other_name})" if one.other_name else one.label


def _language() -> str:
    return "nl" if get_language() == "nl" else "en"
