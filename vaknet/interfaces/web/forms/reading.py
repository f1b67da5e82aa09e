"""Adding a journal that a group reads."""

from django.utils.translation import gettext_lazy as _

from vaknet.interfaces.web.forms.base import Form, TextField


class SourceForm(Form):
    address = TextField(
        label=_("Address of the site"),
        help_text=_("We look for its feed ourselves. You may also give that of the feed."),
        max_length=1000,
        error_messages={"required": _("Give the address of a site.")},
    )

    def clean_address(self) -> str:
        """With https:// before it when she left that out."""
        address = self.cleaned_data["address"].strip()
        return address if "://" in address else f"https://{address}"
