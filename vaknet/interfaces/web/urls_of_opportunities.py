"""Addresses of opportunities."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import (
    opportunities,
    opportunity_apply,
    opportunity_desk,
    opportunity_panel,
)

PATTERNS: list[URLPattern] = [
    path("kansen/", opportunities.opportunities, name="opportunities"),
    path("kansen/nieuw/", opportunity_desk.new, name="new-opportunity"),
    path("kansen/mijn/", opportunities.mine, name="my-applications"),
    path("kansen/<int:pk>/", opportunities.opportunity, name="opportunity"),
    path("kansen/<int:pk>/agenda.ics", opportunities.calendar_file, name="opportunity-calendar"),
    path("kansen/<int:pk>/aanmelden/", opportunity_apply.apply, name="apply"),
    path("kansen/<int:pk>/mijn/", opportunity_apply.my_application, name="my-application"),
    path("kansen/<int:pk>/terugtrekken/", opportunity_apply.withdraw, name="withdraw-application"),
    path("kansen/<int:pk>/plek/", opportunity_apply.place, name="confirm-place"),
    path("kansen/<int:pk>/maken/", opportunity_desk.desk, name="opportunity-desk"),
    path("kansen/<int:pk>/wijzigen/", opportunity_desk.change, name="change-opportunity"),
    path("kansen/<int:pk>/vragen/", opportunity_desk.criteria, name="opportunity-form"),
    path("kansen/<int:pk>/publiceren/", opportunity_desk.publish, name="publish-opportunity"),
    path("kansen/<int:pk>/termijn/", opportunity_desk.move, name="move-opportunity"),
    path("kansen/<int:pk>/stoppen/", opportunity_desk.cancel, name="cancel-opportunity"),
    path(
        "kansen/<int:pk>/organisatoren/",
        opportunity_desk.organisers,
        name="opportunity-organisers",
    ),
    path("kansen/<int:pk>/commissie/", opportunity_desk.ask, name="ask-panel"),
    path("kansen/<int:pk>/groep/", opportunity_desk.cohort, name="make-cohort"),
    path("kansen/<int:pk>/lezen/", opportunity_panel.panel, name="panel"),
    path(
        "kansen/<int:pk>/lezen/<int:application>/",
        opportunity_panel.read,
        name="read-application",
    ),
    path(
        "kansen/<int:pk>/lezen/<int:application>/besluit/",
        opportunity_panel.decide,
        name="decide-application",
    ),
    path("kansen/<int:pk>/vergelijken/", opportunity_panel.compare, name="compare-applications"),
    path("kansen/<int:pk>/antwoorden/", opportunity_panel.replies, name="replies"),
    path("g/<str:handle>/kansen/", opportunities.in_group, name="group-opportunities"),
]
