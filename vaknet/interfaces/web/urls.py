"""Addresses are Dutch in both languages: one canonical, stable URL for each page."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import (
    connections,
    finder,
    health,
    introductions,
    login_link,
    me,
    my_profile,
    people,
    start,
    suggestions,
)

urlpatterns: list[URLPattern] = [
    path("", start.today, name="today"),
    path("healthz", health.health, name="health"),
    path("inloggen/link/<str:token>/", login_link.sign_in_by_link, name="sign-in-link"),
    path("vraag/", finder.who_can_help, name="who-can-help"),
    path("@<str:handle>/", people.profile, name="profile"),
    path("ik/", me.me, name="me"),
    path("ik/bekenden/", connections.my_contacts, name="my-contacts"),
    path("ik/bekenden/@<str:handle>/", connections.contact, name="contact"),
    path(
        "ik/bekenden/verzoek/<int:pk>/", connections.connection_request, name="connection-request"
    ),
    path("ik/introducties/", introductions.my_introductions, name="my-introductions"),
    path("ik/introducties/tussenpersoon/", introductions.go_between, name="go-between"),
    path("ik/introducties/<int:pk>/", introductions.introduction, name="introduction"),
    path("@<str:handle>/kennismaken/", connections.connect, name="connect"),
    path("@<str:handle>/introductie/", introductions.ask_introduction, name="ask-introduction"),
    path("ik/instellingen/", me.settings, name="settings"),
    path("ik/profiel/", my_profile.my_profile, name="my-profile"),
    path("ik/profiel/over/", my_profile.change_about, name="change-about"),
    path("ik/profiel/rollen/", my_profile.add_role, name="add-role"),
    path("ik/profiel/rollen/<int:pk>/", my_profile.change_role, name="change-role"),
    path("ik/profiel/rollen/<int:pk>/weg/", my_profile.remove_role, name="remove-role"),
    path("ik/profiel/weet/", my_profile.add_known_topic, name="add-known-topic"),
    path("ik/profiel/weet/<int:pk>/weg/", my_profile.remove_known_topic, name="remove-known-topic"),
    path("ik/profiel/zoek/", my_profile.add_sought_topic, name="add-sought-topic"),
    path(
        "ik/profiel/zoek/<int:pk>/weg/", my_profile.remove_sought_topic, name="remove-sought-topic"
    ),
    path("ik/profiel/bereikbaar/", my_profile.change_help, name="change-help"),
    path("ik/profiel/terug/", my_profile.undo, name="undo-profile"),
    path("suggesties/vak/", suggestions.occupations, name="suggest-occupations"),
    path("suggesties/organisatie/", suggestions.organisations, name="suggest-organisations"),
    path("suggesties/plaats/", suggestions.places, name="suggest-places"),
]
