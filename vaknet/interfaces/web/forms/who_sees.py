"""For each part of a profile: who sees it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.people.models import ProfilePart
from vaknet.domain.people.visibility import Who
from vaknet.interfaces.web.forms.base import Form

# The edition of the words of `agrees`: a new one when they change in meaning.
PUBLIC_TEXT = "2026-11 public"


class WhoSeesForm(Form):
    agrees = forms.BooleanField(
        label=_("Everyone may see that I am a member here, and what I show to everyone."),
        help_text=_(
            "Only needed when you show something to everyone. That you are a member can say "
            "something about your union or your beliefs. You can come back to it, but copies that "
            "others made stay."
        ),
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, str], is_public: bool
    ) -> None:
        now = {part: initial.get(part, Who.MEMBERS) for part in ProfilePart.values}
        super().__init__(data, initial={**now, "agrees": is_public})
        for part, label in ProfilePart.choices:
            self.fields[part] = forms.ChoiceField(label=label, choices=Who.choices)
        self.order_fields([*ProfilePart.values, "agrees"])

    def parts(self) -> dict[str, str]:
        return {part: self.cleaned_data[part] for part in ProfilePart.values}
