"""Addresses are Dutch in both languages: one canonical, stable URL for each page."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import health, login_link, start

urlpatterns: list[URLPattern] = [
    path("", start.today, name="today"),
    path("healthz", health.health, name="health"),
    path("inloggen/link/<str:token>/", login_link.sign_in_by_link, name="sign-in-link"),
]
