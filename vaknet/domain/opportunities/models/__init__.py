"""Opportunities: what one can apply to, who applied, what the panel thinks, and who got a place."""

from vaknet.domain.opportunities.models.applications import Application, ApplicationAnswer
from vaknet.domain.opportunities.models.opportunities import (
    Criterion,
    FormQuestion,
    Opportunity,
    OpportunityOrganiser,
    StandardText,
)
from vaknet.domain.opportunities.models.panel import Aside, Panellist, Score

__all__ = [
    "Application",
    "ApplicationAnswer",
    "Aside",
    "Criterion",
    "FormQuestion",
    "Opportunity",
    "OpportunityOrganiser",
    "Panellist",
    "Score",
    "StandardText",
]
