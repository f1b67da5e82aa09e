"""Writing an article, asking others to join, and what an editor says of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.knowledge.words import LONG
from vaknet.interfaces.web.forms.base import Form, TextField
from vaknet.interfaces.web.forms.conversations import minor_field


class ArticleForm(Form):
    title = TextField(
        label=_("Title"),
        max_length=160,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Give it a title.")},
    )
    lead = TextField(
        label=_("Lead"),
        help_text=_("Two or three sentences that say what it is about."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = TextField(
        label=_("Text"),
        help_text=_("A line that begins with ## is a heading. **Two stars** make words bold."),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 24}),
    )


class NewArticleForm(ArticleForm):
    topics = TextField(
        label=_("Topics"),
        help_text=_("At most 5, with a comma between them. For example: welstand, bezwaar."),
        max_length=400,
        required=False,
    )

    def topic_names(self) -> list[str]:
        return [name.strip() for name in self.cleaned_data["topics"].split(",") if name.strip()]


class PublishedArticleForm(ArticleForm):
    minor = minor_field()


class CoauthorForm(Form):
    handle = TextField(
        label=_("Who writes along?"),
        help_text=_("The end of the profile address of somebody in this group: @first.last."),
        max_length=80,
        error_messages={"required": _("Fill in the end of the profile address.")},
    )


class ChangesForm(Form):
    text = TextField(
        label=_("What should change?"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what should change. A few sentences are enough.")},
    )
