"""Addresses of consultation hours."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import consulting, consulting_care, consulting_desk, consulting_mine

PATTERNS: list[URLPattern] = [
    path("spreekuren/", consulting.hours, name="consultation-hours"),
    path("spreekuren/nieuw/", consulting_care.new, name="open-hour"),
    path("spreekuren/wekelijks/<int:pk>/stop/", consulting_care.end_weekly, name="end-weekly-hour"),
    path("spreekuren/<int:pk>/", consulting.hour, name="consultation-hour"),
    path("spreekuren/<int:pk>/mijn/", consulting_mine.my_turn, name="my-turn"),
    path("spreekuren/<int:pk>/agenda.ics", consulting.calendar_file, name="consultation-calendar"),
    path("spreekuren/<int:pk>/tafel/", consulting_desk.desk, name="desk"),
    path("spreekuren/<int:pk>/scherm/", consulting_desk.screen, name="desk-screen"),
    path("spreekuren/<int:pk>/beheer/", consulting_care.tend, name="tend-hour"),
]
