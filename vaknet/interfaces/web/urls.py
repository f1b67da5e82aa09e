"""Addresses are Dutch in both languages: one canonical, stable URL for each page."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import health, start

urlpatterns: list[URLPattern] = [
    path("", start.today, name="today"),
    path("healthz", health.health, name="health"),
]
