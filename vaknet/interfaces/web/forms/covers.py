"""A picture on the cover of an issue, in words too, and who took it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.events.models import EventCover
from vaknet.domain.journal.actions.cover import CREDIT
from vaknet.domain.journal.models import CoverPhoto
from vaknet.interfaces.web.forms.attachments import (
    ACCEPT_PICTURES,
    EMPTY,
    IN_WORDS,
    SAY_WHAT_IS_SEEN,
    DescriptionForm,
    read_picture,
)
from vaknet.interfaces.web.forms.base import TextField
from vaknet.kit.pictures import Whole

CHOOSE = _("Choose a picture first.")


class CoverForm(DescriptionForm):
    """Its file is read while it is checked: before any transaction begins. Without one the photo
    that stands there stays, and is said in other words.
    """

    file = forms.FileField(
        label=_("A picture"),
        help_text=_("JPEG, PNG, WebP or AVIF. At most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT_PICTURES}),
        error_messages={"required": CHOOSE, "invalid": CHOOSE, "empty": EMPTY},
    )
    credit = TextField(
        label=_("Who took it"),
        help_text=_("The name stands below the photo. It may stay empty."),
        max_length=CREDIT,
        required=False,
    )
    field_order: tuple[str, ...] = ("file", "description", "decorative", "credit")

    def __init__(
        self, *args: Any, standing: CoverPhoto | EventCover | None, **options: Any
    ) -> None:
        if standing is not None:
            options["initial"] = {
                "description": standing.description,
                "decorative": not standing.description,
                "credit": standing.credit,
            }
        super().__init__(*args, **options)
        if standing is not None:
            self.fields["file"].required = False
            self.fields["file"].label = _("Another picture")

    def clean_file(self) -> Whole | None:
        return read_picture(self.cleaned_data.get("file"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.says_nothing(cleaned) and not {"file", "description"} & self.errors.keys():
            is_new = cleaned.get("file") is not None
            self.add_error("description", IN_WORDS if is_new else SAY_WHAT_IS_SEEN)
        return cleaned

    def photo(self) -> Whole | None:
        """None when nothing was chosen."""
        chosen: Whole | None = self.cleaned_data.get("file")
        return chosen

    def words(self) -> dict[str, str]:
        cleaned = self.cleaned_data
        description = "" if cleaned["decorative"] else cleaned["description"]
        return {"description": description, "credit": cleaned["credit"]}


class EventCoverForm(CoverForm):
    """The same for an event; of a series for those that come after it too, if she says so."""

    later = forms.BooleanField(
        label=_("Also on all that come after it"), required=False, initial=True
    )
    field_order = (*CoverForm.field_order, "later")

    def __init__(self, *args: Any, is_of_series: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_of_series:
            del self.fields["later"]
