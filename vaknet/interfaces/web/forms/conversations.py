"""Posting and replying."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.words import LONG
from vaknet.interfaces.web.forms.attachments import AttachmentForm
from vaknet.interfaces.web.forms.base import Form, TextField


def minor_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Only the spelling: nobody hears of it, and no date is shown"), required=False
    )


def bare_field() -> forms.BooleanField:
    """With a script it is asked only when there is a link."""
    widget = forms.CheckboxInput(attrs={"data-with-link": ""})
    return forms.BooleanField(label=_("No preview of a link"), required=False, widget=widget)


class PostForm(Form):
    """A change keeps to the words: where a post stands does not move."""

    title = TextField(
        label=_("What is it about, in one sentence?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write in one sentence what it is about.")},
    )
    body = TextField(
        label=_("More to it"),
        help_text=_("Name a colleague with @ and the end of the profile address: @first.last."),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    bare = bare_field()


class ChangePostForm(PostForm):
    minor = minor_field()


class NewPostForm(PostForm, AttachmentForm):
    """With one picture or file, if she likes; more of them when it is there."""

    topics = TextField(
        label=_("Topics"),
        help_text=_("At most 5, with a comma between them. For example: welstand, bezwaar."),
        max_length=400,
        required=False,
    )
    groups = forms.MultipleChoiceField(
        label=_("In which groups, and who reads it there?"),
        help_text=_("In several groups it is one conversation. A closed group stands alone."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one group."),
            "invalid_choice": _("Choose among your groups."),
        },
    )

    def __init__(self, *args: Any, groups: list[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].required = False
        choices = [
            (group.actor.handle, f"{group.actor.name} · {group.get_readers_display()}")
            for group in groups
        ]
        self.fields["groups"].choices = choices  # type: ignore[attr-defined]

    @property
    def words(self) -> list[forms.BoundField]:
        return [self[name] for name in ("title", "body", "bare", "topics", "groups")]

    @property
    def attachment(self) -> list[forms.BoundField]:
        return [self[name] for name in ("file", "description", "decorative")]

    @property
    def is_attaching(self) -> bool:
        """Whether the part for it stands open: something was typed there, or is wrong."""
        return self.is_bound and any(field.data or field.errors for field in self.attachment)

    def topic_names(self) -> list[str]:
        return [name.strip() for name in self.cleaned_data["topics"].split(",") if name.strip()]


class ReplyForm(Form):
    text = TextField(
        label=_("Your reply"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your reply. A few sentences are enough.")},
    )
    bare = bare_field()

    def __init__(self, *args: Any, draft: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if draft:
            self.fields["text"].widget.attrs["data-draft"] = draft


class ChangeReplyForm(ReplyForm):
    minor = minor_field()
