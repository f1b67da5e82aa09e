"""Bringing along the archive of another Vaknet: choose the file, then choose what of it."""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.goals.models import GoalEnd
from vaknet.domain.groups.queries import my_groups
from vaknet.domain.leaving.actions.bringing import About, Chosen
from vaknet.domain.leaving.brought import Brought, BroughtQuestion, plain
from vaknet.domain.leaving.queries import contacts_named
from vaknet.domain.leaving.reading import NewerArchive, NotAnArchive, brought, read
from vaknet.domain.people.models import HelpOffer, PartAudience, ProfilePart
from vaknet.interfaces.web.forms.base import Form
from vaknet.kit import languages
from vaknet.kit.pictures import UnsafePicture, squares
from vaknet.kit.untrusted_zip import Trouble, UnsafeZip, opened

LARGEST = 50 * 1024 * 1024
# What comes back by the page: less than what Django takes of a form.
LARGEST_SEAL = 1_500_000
SALT = "vaknet.bringing"
A_DAY = 24 * 60 * 60
CHOICES = ("roles", "knows", "seeks", "languages", "links", "offers", "cards", "goals", "questions")
OLDEST = 8  # of what does not fit, an eighth goes at a time
KINDS = {
    "roles": _("Roles"),
    "knows": _("What I know"),
    "seeks": _("What I'm looking for"),
    "languages": _("Languages"),
    "links": _("Pages elsewhere"),
    "offers": _("Happy to help with"),
    "cards": _("Memory cards"),
    "goals": _("Goals"),
    "notes": _("What came of goals"),
    "questions": _("My questions"),
    "answers": _("My answers"),
}
ENDS = dict(GoalEnd.Kind.choices)
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
    photo = forms.BooleanField(required=False)
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
        help_text=_(
            "Beside each group stands who reads there. They see when you asked, and that you "
            "brought it along. Nobody gets mail."
        ),
        required=False,
    )

    def __init__(self, viewer: Actor, found: Brought, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.found, self.has_photo = found, bool(viewer.photo)
        self.groups_of_hers = {str(group.pk): group for group in my_groups(viewer)}
        named = [
            (pk, f"{group.actor.name} ({group.get_readers_display()})")
            for pk, group in self.groups_of_hers.items()
        ]
        self.fields["group"].choices = [("", _("Choose a group")), *named]  # type: ignore[attr-defined]
        self.known = contacts_named(viewer, [card.name for card in found.cards])
        for name in CHOICES:
            choices = [(str(number), "") for number in range(len(getattr(found, name)))]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def every(self) -> dict[str, Any]:
        """All ticked but the profile and photo, where there may be one here already, and the
        questions, which others will read."""
        alone = [name for name in CHOICES if name != "questions"]
        ticked = {name: [str(n) for n in range(len(getattr(self.found, name)))] for name in alone}
        return ticked | {"photo": not self.has_photo}

    def clean(self) -> None:
        """The photo is made anew here, before any transaction begins."""
        self.squares = None
        if self.cleaned_data.get("photo") and self.found.photo:
            try:
                self.squares = squares(self.found.photo)
            except UnsafePicture:
                self.add_error("photo", _("We cannot read your photo. Leave it out."))

    def chosen(self) -> Chosen:
        """What the action asks for."""
        found = self.found
        picked = {
            name: [getattr(found, name)[int(number)] for number in self.cleaned_data[name]]
            for name in CHOICES
        }
        about = About(
            found.promise, found.profession, found.occupation_uri, found.place, found.region
        )
        return Chosen(
            about=about if self.cleaned_data["about"] else None,
            photo=self.squares,
            who_sees=dict(found.who_sees),
            group=self.groups_of_hers.get(self.cleaned_data["group"]),
            **picked,
        )

    @property
    def shown_to(self) -> list[tuple[str, str]]:
        """The parts that she did not simply show to all members there, and to whom here."""
        parts, who = dict(ProfilePart.choices), dict(PartAudience.Who.choices)
        here = {"everyone": "members"}
        return [(str(parts[p]), str(who[here.get(w, w)])) for p, w in self.found.who_sees]

    @property
    def left_out(self) -> list[tuple[str, int]]:
        return [(str(KINDS[name]), number) for name, number in self.found.left_out]

    @property
    def asked(self) -> list[tuple[str, BroughtQuestion, bool]]:
        ticked = self["questions"].value() or []
        return [(str(n), one, str(n) in ticked) for n, one in enumerate(self.found.questions)]

    @property
    def waits(self) -> bool:
        """Whether one of the cards has no one contact of its name here."""
        return any(card.name not in self.known for card in self.found.cards)

    def groups(self) -> Iterator[tuple[str, str, list[tuple[str, str, str, bool]]]]:
        """For the page: name of the field, heading, and its lines with a tick or not."""
        helps = dict(HelpOffer.Kind.choices)
        roles = [(role.title, role.organisation) for role in self.found.roles]
        language = get_language() or "nl"
        spoken = [(languages.name(code, language), "") for code in self.found.languages]
        offers = [(str(helps[kind]), remark) for kind, remark in self.found.offers]
        cards = [(card.name, card.words.note or card.words.knows) for card in self.found.cards]
        goals = [
            (goal.text, str(ENDS.get(goal.end[0], "")) if goal.end else "")
            for goal in self.found.goals
        ]
        yield self._group("roles", roles)
        yield self._group("knows", [(text, "") for text in self.found.knows])
        yield self._group("seeks", [(text, "") for text in self.found.seeks])
        yield self._group("languages", spoken)
        yield self._group("links", [(url, "") for url in self.found.links])
        yield self._group("offers", offers)
        yield self._group("cards", cards)
        yield self._group("goals", goals)

    def _group(
        self, name: str, lines: list[tuple[str, str]]
    ) -> tuple[str, str, list[tuple[str, str, str, bool]]]:
        ticked = self[name].value() or []
        rows = [(str(n), *line, str(n) in ticked) for n, line in enumerate(lines)]
        return name, str(KINDS[name]), rows


def sealed(by: Actor, found: Brought) -> tuple[Brought, str]:
    """For a day, for her alone. What is too much for a page is left out, the oldest questions
    first; and it says so. Raises ValueError when it is too much all the same."""
    while len(seal := _seal(by, found)) > LARGEST_SEAL:
        if not found.questions:
            raise ValueError
        found = _without_the_oldest(found)
    return found, seal


def _without_the_oldest(found: Brought) -> Brought:
    gone = -(-len(found.questions) // OLDEST)
    left = dict(found.left_out)
    left["questions"] = left.get("questions", 0) + gone
    return replace(found, questions=found.questions[gone:], left_out=tuple(left.items()))


def _seal(by: Actor, found: Brought) -> str:
    content = {
        "member": by.pk,
        "told": plain(found),
        "photo": b64encode(found.photo).decode(),
        "left_out": found.left_out,
    }
    return signing.dumps(content, salt=SALT, compress=True)


def unsealed(by: Actor, text: str) -> Brought | None:
    """None for what we did not write, not for her, or too long ago."""
    try:
        content = signing.loads(text, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return None
    if content["member"] != by.pk:
        return None
    left_out = tuple((name, number) for name, number in content["left_out"])
    return replace(brought(content["told"]), photo=b64decode(content["photo"]), left_out=left_out)
