"""Words about opportunities, in the language that is spoken now."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.opportunities.models import Application, Opportunity, StandardText
from vaknet.kit.words import day_in_words

FIRST_NAME = "{voornaam}", "{first_name}"


def _language() -> str:
    return (translation.get_language() or "nl")[:2]


def period(opportunity: Opportunity) -> str:
    """ "dinsdag 1 maart tot en met donderdag 30 juni"; empty where none is told."""
    if opportunity.starts_on is None:
        return ""
    today = timezone.localdate()
    begins = day_in_words(opportunity.starts_on, _language(), today=today)
    if opportunity.ends_on is None:
        return _("from %(begins)s") % {"begins": begins}
    if opportunity.ends_on == opportunity.starts_on:
        return begins
    ends = day_in_words(opportunity.ends_on, _language(), today=today)
    return _("%(begins)s until %(ends)s") % {"begins": begins, "ends": ends}


def where(opportunity: Opportunity) -> str:
    town = opportunity.place.name if opportunity.place is not None else ""
    return ", ".join(part for part in (opportunity.venue, town) if part)


def when_and_where(opportunity: Opportunity) -> str:
    said = (opportunity.title, period(opportunity), where(opportunity))
    return "\n".join(part for part in said if part)


def offered_by(opportunity: Opportunity) -> str:
    if opportunity.group is not None:
        return opportunity.group.actor.name
    return opportunity.organisation.name if opportunity.organisation is not None else ""


def reason_of(opportunity: Opportunity) -> str:
    """Why it is cancelled: what was said, or that the panel was silent."""
    silent = _("The panel did not answer. We are sorry: you should have heard long ago.")
    return opportunity.cancel_reason or silent


def merged(text: str, person: Actor) -> str:
    """With her first name where it is asked."""
    for mark in FIRST_NAME:
        text = text.replace(mark, person.first_name)
    return text


def letter_to(application: Application, texts: dict[str, str]) -> str:
    """What everybody with this outcome reads, and what is for her alone. `texts`: by outcome."""
    standard = merged(texts.get(application.outcome, ""), application.person)
    return "\n\n".join(part for part in (standard, application.reply) if part)


def texts_of(opportunity: Opportunity) -> dict[str, str]:
    rows = StandardText.objects.filter(opportunity=opportunity)
    return dict(rows.values_list("outcome", "text"))
