"""Choosing a picture or a file. What the form hands on came out of the kit, never what was sent."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from vaknet.domain.knowledge.attachments import Attached
from vaknet.interfaces.web.forms.base import Form, TextField
from vaknet.kit import documents, pictures
from vaknet.kit.documents import LARGEST, MEDIA_TYPES, Document, UnsafeDocument, document
from vaknet.kit.pictures import UnsafePicture, Whole, whole

CHOOSE = _("Choose a picture or a file first.")
EMPTY = _("This file is empty. Choose another one.")
TOO_LARGE = _("This file is larger than 10 MB. Make it smaller first.")
IN_WORDS = _(
    "Say in words what can be seen, and choose the picture again. Or tick that it tells nothing."
)
PICTURES = {
    pictures.Trouble.TOO_LARGE: TOO_LARGE,
    pictures.Trouble.NOT_A_PICTURE: _(
        "This kind of file does not fit. Look under the field for what does."
    ),
    pictures.Trouble.HEIC: _(
        "This is a HEIC photo, as an iPhone keeps them. We cannot read those. Save it as JPEG "
        "and choose that file."
    ),
    pictures.Trouble.DAMAGED: _("This picture is damaged or not complete. Choose another one."),
    pictures.Trouble.TOO_MANY_PIXELS: _(
        "This picture has too many pixels. Make it smaller first: 2,000 pixels wide is enough."
    ),
    pictures.Trouble.TOO_SMALL: _("This picture is too small. It has to be at least 40 pixels."),
}
FILES = {
    documents.Trouble.TOO_LARGE: TOO_LARGE,
    documents.Trouble.UNKNOWN_KIND: PICTURES[pictures.Trouble.NOT_A_PICTURE],
    documents.Trouble.NOT_WHAT_IT_SAYS: _(
        "What is in this file is not what its name says. Save it anew and choose that one."
    ),
    documents.Trouble.DAMAGED: _("This file is damaged or not complete. Choose another one."),
    documents.Trouble.RUNS: _(
        "There is something in this file that runs by itself, such as a macro. Save it without, "
        "or as a plain PDF."
    ),
    documents.Trouble.LOCKED: _("This file is locked with a password. Save it without one."),
}
ACCEPT_PICTURES = "image/jpeg,image/png,image/webp,image/avif"
ACCEPT = ",".join([ACCEPT_PICTURES, *(f".{ending}" for ending in MEDIA_TYPES)])
SAY_WHAT_IS_SEEN = _("Say in words what can be seen.")


class DescriptionForm(Form):
    """What a picture shows, for who cannot see it."""

    description = TextField(
        label=_("What can be seen, in words"),
        help_text=_("For who cannot see it. At most 500 characters."),
        max_length=500,
        required=False,
    )
    decorative = forms.BooleanField(
        label=_("This picture tells nothing: it is there to look nice"), required=False
    )

    def says_nothing(self, cleaned: dict[str, Any]) -> bool:
        return not cleaned.get("description") and not cleaned.get("decorative")


class ChangedDescriptionForm(DescriptionForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.says_nothing(cleaned) and "description" not in self.errors:
            self.add_error("description", SAY_WHAT_IS_SEEN)
        return cleaned

    def words(self) -> str:
        cleaned = self.cleaned_data
        return "" if cleaned["decorative"] else str(cleaned["description"])


class AttachmentForm(DescriptionForm):
    """Its file is read while it is checked: before any transaction begins."""

    file = forms.FileField(
        label=_("A picture or a file"),
        help_text=_(
            "Pictures: JPEG, PNG, WebP or AVIF. Files: PDF, docx, xlsx, pptx, odt, ods, odp, txt "
            "or csv. At most 10 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": CHOOSE, "invalid": CHOOSE, "empty": EMPTY},
    )
    field_order = ("file", "description", "decorative")

    def clean_file(self) -> Whole | Document | None:
        return read(self.cleaned_data.get("file"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_picture = isinstance(cleaned.get("file"), Whole)
        if is_picture and self.says_nothing(cleaned) and "description" not in self.errors:
            self.add_error("description", IN_WORDS)
        return cleaned

    def attached(self) -> Attached | None:
        """None when nothing was chosen, where that is allowed."""
        cleaned = self.cleaned_data
        if not cleaned.get("file"):
            return None
        return Attached(cleaned["file"], "" if cleaned["decorative"] else cleaned["description"])


def read(file: "UploadedFile[bytes] | None") -> Whole | Document | None:
    """By its name a file of an office, or otherwise by its bytes a picture."""
    name = file.name or "" if file is not None else ""
    if file is None or name.rpartition(".")[2].lower() not in MEDIA_TYPES:
        return read_picture(file)
    try:
        return document(_content(file), name)
    except UnsafeDocument as refused:
        raise forms.ValidationError(FILES[refused.trouble]) from refused


def read_picture(file: "UploadedFile[bytes] | None") -> Whole | None:
    """Where only a picture fits: by its bytes, whatever its name says."""
    if file is None:
        return None
    try:
        return whole(_content(file))
    except UnsafePicture as refused:
        raise forms.ValidationError(PICTURES[refused.trouble]) from refused


def _content(file: "UploadedFile[bytes]") -> bytes:
    if (file.size or 0) > LARGEST:
        raise forms.ValidationError(TOO_LARGE)
    content: bytes = file.read()
    return content
