"""Addresses for who comes from another network, or goes there. `authorize_interaction` has its name
from Mastodon: servers elsewhere are told it, and know it by that."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import (
    events_elsewhere,
    follows_elsewhere,
    from_elsewhere,
    moving_elsewhere,
    organisations_elsewhere,
    people_elsewhere,
    reading_elsewhere,
    said_elsewhere,
)

PATTERNS: list[URLPattern] = [
    path("@<str:handle>@<str:domain>/", people_elsewhere.person_elsewhere, name="person-elsewhere"),
    path(
        "ik/instellingen/andere-netwerken/volgen/",
        follows_elsewhere.my_follows_elsewhere,
        name="my-follows-elsewhere",
    ),
    path(
        "ik/instellingen/andere-netwerken/verhuizen/",
        moving_elsewhere.my_move_elsewhere,
        name="my-move-elsewhere",
    ),
    path("elders/", reading_elsewhere.posts_elsewhere, name="posts-elsewhere"),
    path("elders/gezegd/", said_elsewhere.said_elsewhere, name="said-elsewhere"),
    path(
        "elders/gezegd/<int:pk>/wijzigen/",
        said_elsewhere.change_elsewhere,
        name="change-elsewhere",
    ),
    path(
        "elders/gezegd/<int:pk>/terug/",
        said_elsewhere.take_back_elsewhere,
        name="take-back-elsewhere",
    ),
    path("elders/<int:pk>/", reading_elsewhere.post_elsewhere, name="post-elsewhere"),
    path(
        "ik/instellingen/andere-netwerken/bijeenkomsten/",
        events_elsewhere.my_events_elsewhere,
        name="my-events-elsewhere",
    ),
    path(
        "o/<int:pk>/andere-netwerken/",
        organisations_elsewhere.organisation_federation,
        name="organisation-federation",
    ),
    path("van-elders/", from_elsewhere.from_elsewhere, name="from-elsewhere"),
    path(
        "authorize_interaction",
        from_elsewhere.authorize_interaction,
        name="authorize-interaction",
    ),
]
