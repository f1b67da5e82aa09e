"""Addresses of talks, and of the calendar that somebody subscribes to."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import agenda, moving, talks

PATTERNS: list[URLPattern] = [
    path("@<str:handle>/afspraak/", talks.propose, name="propose-talk"),
    path("ik/afspraken/", talks.my_talks, name="my-talks"),
    path("ik/afspraken/<int:pk>/", talks.talk, name="talk"),
    path("ik/afspraken/<int:pk>/nee/", talks.decline, name="decline-talk"),
    path("ik/afspraken/<int:pk>/afzeggen/", talks.cancel, name="cancel-talk"),
    path("ik/afspraken/<int:pk>/verzetten/", moving.move, name="move-talk"),
    path("ik/afspraken/<int:pk>/goed/", moving.accept, name="accept-move"),
    path("ik/agenda/", agenda.my_calendar, name="my-calendar"),
    path("agenda/<str:token>.ics", agenda.calendar_feed, name="calendar-feed"),
    path("agenda/<str:token>/g/<str:handle>.ics", agenda.group_feed, name="group-feed"),
    path("agenda/<str:token>/plaats/<int:pk>.ics", agenda.place_feed, name="place-feed"),
    path("ik/afspraken/<int:pk>/afspraak.ics", talks.calendar_file, name="talk-calendar"),
]
