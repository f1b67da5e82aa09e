"""Addresses of the programme of an event."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import (
    programme,
    programme_desk,
    programme_files,
    programme_guests,
    programme_proposals,
    programme_sessions,
)

PATTERNS: list[URLPattern] = [
    path("b/<int:pk>/programma/", programme.programme, name="programme"),
    path("b/gast/<str:token>/programma/", programme_guests.programme, name="guest-programme"),
    path("b/<int:pk>/programma.ics", programme_files.calendar, name="programme-calendar"),
    path("b/<int:pk>/programma.json", programme_files.schedule, name="programme-json"),
    path("b/<int:pk>/programma.xml", programme_files.schedule_xml, name="programme-xml"),
    path("b/<int:pk>/programma/maken/", programme_desk.desk, name="make-programme"),
    path("b/<int:pk>/programma/maken/ronde/", programme_desk.new_round, name="new-round"),
    path("b/<int:pk>/programma/maken/nieuw/", programme_desk.new_session, name="new-session"),
    path("b/<int:pk>/programma/zaal/", programme_desk.new_room, name="new-programme-room"),
    path(
        "b/<int:pk>/programma/zaal/<int:room>/",
        programme_desk.change_room,
        name="programme-room",
    ),
    path("b/<int:pk>/programma/<int:session>/", programme_sessions.session, name="session"),
    path(
        "b/<int:pk>/programma/<int:session>/wijzigen/",
        programme_desk.change_session,
        name="change-session",
    ),
    path("b/<int:pk>/voorstel/", programme_proposals.proposals_of, name="proposals"),
    path("b/<int:pk>/voorstel/nieuw/", programme_proposals.new, name="new-proposal"),
    path("b/<int:pk>/voorstel/<int:proposal>/", programme_proposals.proposal, name="proposal"),
]
