"""Addresses for who comes from another network, or goes there. The second has its name from
Mastodon: servers elsewhere are told it, and know it by that."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import from_elsewhere

PATTERNS: list[URLPattern] = [
    path("van-elders/", from_elsewhere.from_elsewhere, name="from-elsewhere"),
    path(
        "authorize_interaction",
        from_elsewhere.authorize_interaction,
        name="authorize-interaction",
    ),
]
