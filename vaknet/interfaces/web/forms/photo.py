"""Choosing a photo of oneself. What the form hands on is made anew, never the file itself."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from vaknet.interfaces.web.forms.base import Form
from vaknet.kit.pictures import Limits, Squares, Trouble, UnsafePicture, squares

CHOOSE = _("Choose a photo first.")
TROUBLES = {
    Trouble.TOO_LARGE: _("This photo is larger than 10 MB. Choose a smaller one."),
    Trouble.NOT_A_PICTURE: _(
        "This is not a photo that we can read. Choose a JPEG, PNG, WebP or AVIF file."
    ),
    Trouble.HEIC: _(
        "This is a HEIC photo, as an iPhone keeps them. We cannot read those. Save it as JPEG "
        "and choose that file."
    ),
    Trouble.DAMAGED: _("This photo is damaged or not complete. Choose another one."),
    Trouble.TOO_MANY_PIXELS: _(
        "This photo has too many pixels. Make it smaller first: 2,000 pixels wide is plenty."
    ),
    Trouble.TOO_SMALL: _(
        "This photo is too small. It has to be at least 192 pixels wide and high."
    ),
}


class PhotoForm(Form):
    """Its file becomes Squares while it is checked: before any transaction begins."""

    photo = forms.FileField(
        label=_("Your photo"),
        help_text=_("JPEG, PNG, WebP or AVIF. At most 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
        error_messages={
            "required": CHOOSE,
            "invalid": CHOOSE,
            "empty": TROUBLES[Trouble.DAMAGED],
        },
    )

    def clean_photo(self) -> Squares:
        file: UploadedFile[bytes] = self.cleaned_data["photo"]
        if (file.size or 0) > Limits().content:
            raise forms.ValidationError(TROUBLES[Trouble.TOO_LARGE])
        try:
            return squares(file.read())
        except UnsafePicture as refused:
            raise forms.ValidationError(TROUBLES[refused.trouble]) from refused
