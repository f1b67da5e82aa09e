"""What stands on several pages about people of other networks."""

from django import template

from vaknet.domain.federation.models import RemoteActor
from vaknet.interfaces.web import reports_elsewhere

register = template.Library()


@register.simple_tag(takes_context=True)
def report_link(context: template.Context, remote: RemoteActor) -> str:
    """Where whoever looks can report that one."""
    return reports_elsewhere.report_link(context["viewer"], remote)
