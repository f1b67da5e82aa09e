"""Bringing along one's own LinkedIn export: choose the file, then choose what of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.engine.linkedin import (
    Aside,
    Export,
    NotAnExport,
    PartialDate,
    Position,
    read,
    sentences,
)
from vaknet.interfaces.web.forms.base import Form
from vaknet.kit.untrusted_zip import Trouble, UnsafeZip, opened

LARGEST = 50 * 1024 * 1024
MOST_POSITIONS, MOST_SKILLS, MOST_PEOPLE, MOST_FILES = 60, 100, 200, 60
LONGEST_PROMISE = 200
SALT = "vaknet.linkedin"
A_DAY = 24 * 60 * 60
TOO_LARGE = _("This file is too large for us. Ask LinkedIn for the small export, without messages.")
TROUBLES = {
    Trouble.NOT_A_ZIP: _("This is not a ZIP file. Choose the file as LinkedIn gave it."),
    Trouble.DAMAGED: _("This file is damaged or not complete. Download it from LinkedIn again."),
    Trouble.ENCRYPTED: _("This file has a password. Choose the file as LinkedIn gave it."),
    Trouble.TOO_LARGE: TOO_LARGE,
    Trouble.TOO_MANY_MEMBERS: TOO_LARGE,
}
ODD = _("This file is not as LinkedIn makes it. Download it from LinkedIn again.")
NOT_LINKEDIN = _("This ZIP file is not an export of LinkedIn. Choose another file.")


REASONS = {
    Aside.CONTACTS: _("your contacts: you did not ask to look at them"),
    Aside.MESSAGES: _("messages with others"),
    Aside.OF_OTHERS: _("about other people"),
    Aside.EDUCATION: _("education: there is no place for it here yet"),
    Aside.LANGUAGES: _("languages: choose them on your profile"),
    Aside.ACHIEVEMENTS: _("courses, projects and the like: there is no place for it here yet"),
    Aside.ACTIVITY: _("what you did on LinkedIn"),
    Aside.JOBS: _("your search for a job"),
    Aside.PRIVATE: _("account and private data"),
    Aside.UNKNOWN: _("we do not know this file"),
    Aside.NO_TABLE: _("no table"),
    Aside.UNREADABLE: _("damaged"),
}


@dataclass(frozen=True)
class Found:
    """What she may choose from. `people`: members among her contacts, who agreed to be found."""

    positions: tuple[Position, ...]
    skills: tuple[str, ...]
    sentences: tuple[str, ...]
    people: tuple[int, ...]


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
        help_text=_("Only those who agreed to be found. Of the others we keep nothing."),
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


class ChoiceForm(Form):
    """What was read travels in the page itself, signed: nothing of it is kept in the meantime."""

    read = forms.CharField(widget=forms.HiddenInput)
    positions = forms.MultipleChoiceField(label=_("Roles"), required=False)
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False)
    promise = forms.ChoiceField(
        label=_("You in one sentence"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, found: Found, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        sentences = [(text, text) for text in found.sentences]
        self.fields["promise"].choices = [("", _("Leave it as it is")), *sentences]  # type: ignore[attr-defined]
        for name, rows in (("positions", found.positions), ("topics", found.skills)):
            choices = [(str(number), "") for number in range(len(rows))]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What the action asks for."""
        cleaned = self.cleaned_data
        return {
            "positions": [self.found.positions[int(number)] for number in cleaned["positions"]],
            "promise": cleaned["promise"],
            "topics": [self.found.skills[int(number)] for number in cleaned["topics"]],
        }

    def position_rows(self) -> list[tuple[str, Position, str, bool]]:
        ticked = self["positions"].value() or []
        return [
            (str(number), position, _years(position), str(number) in ticked)
            for number, position in enumerate(self.found.positions)
        ]

    def topic_rows(self) -> list[tuple[str, str, bool]]:
        ticked = self["topics"].value() or []
        return [(str(n), text, str(n) in ticked) for n, text in enumerate(self.found.skills)]


def fitting(export: Export, *, people: Sequence[int]) -> Found:
    """What we have a place for, and not more of it than fits on a page."""
    me = export.me
    return Found(
        positions=me.positions[:MOST_POSITIONS],
        skills=me.skills[:MOST_SKILLS],
        sentences=sentences(me.profile, longest=LONGEST_PROMISE),
        people=tuple(people[:MOST_PEOPLE]),
    )


def sealed(by: Actor, found: Found) -> str:
    """For a day, for her alone."""
    rows = [
        [p.title, p.organisation, _pair(p.since), _pair(p.until), p.voluntary]
        for p in found.positions
    ]
    content = {
        "member": by.pk,
        "positions": rows,
        "skills": found.skills,
        "sentences": found.sentences,
        "people": found.people,
    }
    return signing.dumps(content, salt=SALT, compress=True)


def unsealed(by: Actor, text: str) -> Found | None:
    """None for what we did not write, not for her, or too long ago."""
    try:
        content = signing.loads(text, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return None
    if content["member"] != by.pk:
        return None
    positions = tuple(
        Position(title, organisation, _date(since), _date(until), voluntary)
        for title, organisation, since, until, voluntary in content["positions"]
    )
    told = (tuple(content[name]) for name in ("skills", "sentences", "people"))
    return Found(positions, *told)


def left_alone(export: Export) -> list[tuple[str, str]]:
    """The files that are not used, each with why."""
    return [(name, str(REASONS[reason])) for name, reason in export.aside[:MOST_FILES]]


def _pair(moment: PartialDate | None) -> tuple[int, int | None] | None:
    return (moment.year, moment.month) if moment else None


def _date(pair: tuple[int, int | None] | None) -> PartialDate | None:
    return PartialDate(*pair) if pair else None


def _years(position: Position) -> str:
    since, until = position.since, position.until
    if since and until:
        return f"{since.year} – {until.year}"
    if since:
        return gettext("since %(year)d") % {"year": since.year}
    return gettext("until %(year)d") % {"year": until.year} if until else ""
