"""Bringing along one's own LinkedIn export: the file, and what of it is left alone."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from vaknet.engine.linkedin import Aside, Export, NotAnExport, read
from vaknet.interfaces.web.forms.base import Form
from vaknet.kit.languages import code_of
from vaknet.kit.untrusted_zip import Trouble, UnsafeZip, opened

LARGEST = 50 * 1024 * 1024
MOST_FILES = 60
TOO_LARGE = _("This file is too large for us. Ask LinkedIn for the small export, without messages.")
TROUBLES = {
    Trouble.NOT_A_ZIP: _("This is not a ZIP file. Choose the file as LinkedIn gave it."),
    Trouble.DAMAGED: _("This file is damaged or not complete. Download it from LinkedIn again."),
    Trouble.ENCRYPTED: _("This file has a password. Choose the file as LinkedIn gave it."),
    Trouble.TOO_LARGE: TOO_LARGE,
    Trouble.TOO_MANY_MEMBERS: TOO_LARGE,
}
ODD = _("This file is not as LinkedIn makes it. Download it from LinkedIn again.")
UNKNOWN_LANGUAGE = _("This language is not in our list.")
NOT_LINKEDIN = _("This ZIP file is not an export of LinkedIn. Choose another file.")

REASONS = {
    Aside.CONTACTS: _("your contacts: you did not ask to look at them"),
    Aside.MESSAGES: _("messages with others"),
    Aside.OF_OTHERS: _("about other people"),
    Aside.EDUCATION: _("education: a role here is work, union or volunteering"),
    Aside.ACHIEVEMENTS: _("projects, publications and the like: there is no place for it here"),
    Aside.ACTIVITY: _("what you did on LinkedIn"),
    Aside.JOBS: _("your search for a job"),
    Aside.PRIVATE: _("account and private data"),
    Aside.UNKNOWN: _("we do not know this file"),
    Aside.NO_TABLE: _("no table"),
    Aside.UNREADABLE: _("damaged"),
}


class ExportForm(Form):
    """`contacts` are other people, so not read unless she asks; none of them is kept."""

    export = forms.FileField(
        label=_("The ZIP file of LinkedIn"),
        help_text=_("At most 50 MB. We read it and do not keep it."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={
            "required": _("Choose the ZIP file that you got from LinkedIn."),
            "empty": TROUBLES[Trouble.DAMAGED],
            "invalid": _("Choose the ZIP file that you got from LinkedIn."),
        },
    )

    contacts = forms.BooleanField(
        label=_("Also look which of my contacts are here"),
        help_text=_(
            "Only those who agreed to be found, by mail address or LinkedIn page. "
            "Of the others we keep nothing."
        ),
        required=False,
    )

    def clean_export(self) -> Export:
        file: UploadedFile[bytes] = self.cleaned_data["export"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        try:
            with opened(file.file) as archive:  # type: ignore[arg-type]
                return read(archive, contacts=bool(self["contacts"].data))
        except UnsafeZip as refused:
            raise forms.ValidationError(TROUBLES.get(refused.trouble, ODD)) from refused
        except NotAnExport as refused:
            raise forms.ValidationError(NOT_LINKEDIN) from refused


def left_alone(export: Export) -> list[tuple[str, str]]:
    """The files and languages that are not used, each with why."""
    files = [(name, str(REASONS[reason])) for name, reason in export.aside[:MOST_FILES]]
    unknown = [name for name in export.me.languages if code_of(name) is None]
    return [(name, str(UNKNOWN_LANGUAGE)) for name in unknown[:MOST_FILES]] + files
