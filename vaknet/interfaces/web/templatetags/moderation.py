"""The way to the moderators, beside whatever somebody wrote."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def report_link(about: str, pk: int) -> SafeString:
    """`about`: what it is in the address of the report (see `reports.IN_ADDRESS`)."""
    return format_html(
        '<a class="button button--small button--text" href="{}">{}</a>',
        reverse("report", args=[about, pk]),
        _("Report"),
    )
