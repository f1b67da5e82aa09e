"""Words about opportunities, for templates."""

from django import template
from django.utils.timezone import now

from vaknet.domain.opportunities import rules, words
from vaknet.domain.opportunities.models import Application, Opportunity

register = template.Library()
register.filter("opportunity_period", words.period)
register.filter("opportunity_where", words.where)
register.filter("offered_by", words.offered_by)
register.filter("reason_of", words.reason_of)


@register.filter
def state_of(opportunity: Opportunity) -> str:
    """draft, cancelled, open, read or answered."""
    if opportunity.cancelled_at is not None:
        return "cancelled"
    if opportunity.published_at is None:
        return "draft"
    if opportunity.answered_at is not None:
        return "answered"
    return "open" if rules.takes_applications(opportunity, now()) else "read"


@register.filter
def stand_of(application: Application) -> str:
    """How it stands for her: what she may know of it now."""
    if application.replied_at is None:
        return "sent" if application.sent_at is not None else "draft"
    if application.declined_at is not None:
        return "declined"
    if application.confirmed_at is not None:
        return "confirmed"
    if rules.is_offered(application, now()):
        return "offered"
    if application.lapsed_at is not None or application.offered_until is not None:
        return "lapsed"
    return "reserve" if rules.is_on_reserve(application) else "no"
