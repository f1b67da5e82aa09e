"""What people who work somewhere tell about it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.people.models import Organisation
from vaknet.interfaces.web.forms.base import Form

UNKNOWN = [("", _("Not said yet"))]


class OrganisationForm(Form):
    """The kind of a public body follows from the official list, so that is not asked."""

    kind = forms.ChoiceField(
        label=_("What kind of organisation is it?"),
        choices=[*UNKNOWN, *Organisation.Kind.choices],
        required=False,
    )
    size = forms.ChoiceField(
        label=_("How many people work there?"),
        choices=[*UNKNOWN, *Organisation.Size.choices],
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, organisation: Organisation
    ) -> None:
        super().__init__(data, initial={"kind": organisation.kind, "size": organisation.size})
        if organisation.uri:
            del self.fields["kind"]

    def told(self) -> dict[str, str]:
        """Only what was sent: each has a form of its own."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.data}
