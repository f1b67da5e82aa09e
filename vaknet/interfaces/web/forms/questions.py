"""Asking and answering."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.words import LONG
from vaknet.interfaces.web.forms.base import Form, TextField
from vaknet.interfaces.web.forms.conversations import bare_field, minor_field


class AskForm(Form):
    title = TextField(
        label=_("Your question in one sentence"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write your question in one sentence.")},
    )
    body = TextField(
        label=_("More to it"),
        help_text=_("What did you try? No names of clients or citizens."),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    bare = bare_field()
    topics = TextField(
        label=_("Topics"),
        help_text=_("At most 5, with a comma between them. For example: welstand, bezwaar."),
        max_length=400,
        required=False,
    )
    group = forms.ChoiceField(
        label=_("In which group?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the group to ask in."),
            "invalid_choice": _("Choose one of your groups."),
        },
    )
    without_name = forms.BooleanField(
        label=_("Ask without my name"),
        help_text=_(
            "Others read: “A member of this group”, also below your question. "
            "Is there a serious reason? Then two moderators together can learn your name. "
            "You hear it when they did. It works in groups of 5 members or more."
        ),
        required=False,
    )

    def __init__(self, *args: Any, groups: list[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(group.actor.handle, group.actor.name) for group in groups]
        self.fields["group"].choices = choices  # type: ignore[attr-defined]
        # What was asked before stands beside the form while she writes.
        self.fields["title"].widget.attrs |= {
            "hx-get": reverse("similar-questions"),
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#asked-before",
            "hx-swap": "innerHTML",
        }
        if len(choices) == 1:
            self.fields["group"].initial = choices[0][0]

    def topic_names(self) -> list[str]:
        return [name.strip() for name in self.cleaned_data["topics"].split(",") if name.strip()]


class QuestionForm(Form):
    title = TextField(
        label=_("Your question in one sentence"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write your question in one sentence.")},
    )
    body = TextField(
        label=_("More to it"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    bare = bare_field()
    minor = minor_field()


class AnswerForm(Form):
    text = TextField(
        label=_("Your answer"),
        help_text=_("A few sentences are enough."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your answer. A few sentences are enough.")},
    )
    bare = bare_field()

    def __init__(self, *args: Any, draft: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if draft:
            self.fields["text"].widget.attrs["data-draft"] = draft


class ChangeAnswerForm(AnswerForm):
    minor = minor_field()
