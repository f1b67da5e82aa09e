"""Bringing along the archive of another Vaknet: choose the file, then choose what of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.queries import my_groups
from vaknet.domain.leaving.actions.bringing import About, Chosen
from vaknet.domain.leaving.queries import contacts_named
from vaknet.domain.leaving.reading import (
    Brought,
    NewerArchive,
    NotAnArchive,
    brought,
    plain,
    read,
)
from vaknet.domain.people.models import HelpOffer
from vaknet.interfaces.web.forms.base import Form
from vaknet.kit import languages
from vaknet.kit.untrusted_zip import Trouble, UnsafeZip, opened

LARGEST = 50 * 1024 * 1024
# What comes back by the page: less than what Django takes of a form.
LARGEST_SEAL = 1_500_000
SALT = "vaknet.bringing"
A_DAY = 24 * 60 * 60
CHOICES = ("roles", "knows", "seeks", "languages", "links", "offers", "cards", "goals", "questions")
TOO_LARGE = _("This file is too large for us. Tell your network.")
NOT_OURS = _("This is not a file with your data from a Vaknet. Choose another file.")
TROUBLES = {
    Trouble.NOT_A_ZIP: _("This is not a ZIP file. Choose the file as your other network gave it."),
    Trouble.DAMAGED: _("This file is damaged or not complete. Fetch it once more."),
    Trouble.TOO_LARGE: TOO_LARGE,
    Trouble.TOO_MANY_MEMBERS: TOO_LARGE,
}


class ArchiveForm(Form):
    archive = forms.FileField(
        label=_("The ZIP file of your other network"),
        help_text=_("At most 50 MB. We read it and do not keep it."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={
            "required": _("Choose the ZIP file that your other network made."),
            "empty": TROUBLES[Trouble.DAMAGED],
            "invalid": _("Choose the ZIP file that your other network made."),
        },
    )

    def clean_archive(self) -> Brought:
        file: UploadedFile[bytes] = self.cleaned_data["archive"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        try:
            with opened(file.file) as archive:  # type: ignore[arg-type]
                found = read(archive)
        except UnsafeZip as refused:
            raise forms.ValidationError(TROUBLES.get(refused.trouble, NOT_OURS)) from refused
        except NewerArchive as refused:
            newer = _("This file is of a newer Vaknet than this one. Ask your network to update.")
            raise forms.ValidationError(newer) from refused
        except NotAnArchive as refused:
            raise forms.ValidationError(NOT_OURS) from refused
        return found


class ChoiceForm(Form):
    """What was read travels in the page itself, signed: nothing of it is kept in the meantime."""

    read = forms.CharField(widget=forms.HiddenInput)
    about = forms.BooleanField(required=False)
    roles = forms.MultipleChoiceField(required=False)
    knows = forms.MultipleChoiceField(required=False)
    seeks = forms.MultipleChoiceField(required=False)
    languages = forms.MultipleChoiceField(required=False)
    links = forms.MultipleChoiceField(required=False)
    offers = forms.MultipleChoiceField(required=False)
    cards = forms.MultipleChoiceField(required=False)
    goals = forms.MultipleChoiceField(required=False)
    questions = forms.MultipleChoiceField(required=False)
    group = forms.ChoiceField(
        label=_("In which group?"),
        help_text=_("Its members read them, with the day on which you asked. Nobody gets mail."),
        required=False,
    )

    def __init__(self, viewer: Actor, found: Brought, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.found = found
        self.groups_of_hers = {str(group.pk): group for group in my_groups(viewer)}
        named = [(pk, group.actor.name) for pk, group in self.groups_of_hers.items()]
        self.fields["group"].choices = [("", _("Choose a group")), *named]  # type: ignore[attr-defined]
        known = contacts_named(viewer, [card.name for card in found.cards])
        self.here = [card for card in found.cards if card.name in known]
        self.elsewhere = [card.name for card in found.cards if card.name not in known]
        for name in CHOICES:
            choices = [(str(number), "") for number in range(len(self._all(name)))]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _all(self, name: str) -> Sequence[Any]:
        every: Sequence[Any] = self.here if name == "cards" else getattr(self.found, name)
        return every

    def every(self) -> dict[str, list[str]]:
        """All ticked but the profile, which may be filled in here already, and the questions,
        which others will read."""
        alone = [name for name in CHOICES if name != "questions"]
        return {name: [str(n) for n in range(len(self._all(name)))] for name in alone}

    def chosen(self) -> Chosen:
        """What the action asks for."""
        picked = {
            name: [self._all(name)[int(number)] for number in self.cleaned_data[name]]
            for name in CHOICES
        }
        found = self.found
        about = About(
            found.promise, found.profession, found.occupation_uri, found.place, found.region
        )
        group = self.groups_of_hers.get(self.cleaned_data["group"])
        return Chosen(about=about if self.cleaned_data["about"] else None, group=group, **picked)

    def groups(self) -> Iterator[tuple[str, str, list[tuple[str, str, str, bool]]]]:
        """For the page: name of the field, heading, and its lines with a tick or not."""
        helps = dict(HelpOffer.Kind.choices)
        roles = [(role.title, role.organisation) for role in self.found.roles]
        language = get_language() or "nl"
        spoken = [(languages.name(code, language), "") for code in self.found.languages]
        offers = [(str(helps[kind]), remark) for kind, remark in self.found.offers]
        cards = [(card.name, card.words.note or card.words.knows) for card in self.here]
        yield self._group("roles", _("Roles"), roles)
        yield self._group("knows", _("What I know"), [(text, "") for text in self.found.knows])
        yield self._group(
            "seeks", _("What I'm looking for"), [(text, "") for text in self.found.seeks]
        )
        yield self._group("languages", _("Languages"), spoken)
        yield self._group("links", _("Pages elsewhere"), [(url, "") for url in self.found.links])
        yield self._group("offers", _("Happy to help with"), offers)
        yield self._group("cards", _("Memory cards"), cards)
        yield self._group("goals", _("Goals"), [(goal.text, "") for goal in self.found.goals])
        asked = [(one.title, str(one.at.year)) for one in self.found.questions]
        yield self._group("questions", _("My questions"), asked)

    def _group(
        self, name: str, heading: Any, lines: list[tuple[str, str]]
    ) -> tuple[str, str, list[tuple[str, str, str, bool]]]:
        ticked = self[name].value() or []
        rows = [(str(n), *line, str(n) in ticked) for n, line in enumerate(lines)]
        return name, str(heading), rows


def sealed(by: Actor, found: Brought) -> str:
    """For a day, for her alone. Raises ValueError when it is too much for a page."""
    seal = signing.dumps({"member": by.pk, "told": plain(found)}, salt=SALT, compress=True)
    if len(seal) > LARGEST_SEAL:
        raise ValueError
    return seal


def unsealed(by: Actor, text: str) -> Brought | None:
    """None for what we did not write, not for her, or too long ago."""
    try:
        content = signing.loads(text, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return None
    return brought(content["told"]) if content["member"] == by.pk else None
