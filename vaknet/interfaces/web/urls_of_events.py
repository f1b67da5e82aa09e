"""Addresses of events."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import (
    encounters,
    event_cover,
    event_desk,
    event_door,
    event_guests,
    event_print,
    events,
    tips,
)

PATTERNS: list[URLPattern] = [
    path("b/", events.events, name="events"),
    path("b/nieuw/", event_desk.new, name="new-event"),
    path("b/gast/<str:token>/", event_guests.guest, name="event-guest"),
    path("b/<int:pk>/", events.event, name="event"),
    path("b/<int:pk>/agenda.ics", events.calendar_file, name="event-calendar"),
    path("b/<int:pk>/ik-kom/", events.come, name="come-to-event"),
    path("b/<int:pk>/ik-kom-niet/", events.stay_away, name="stay-away-from-event"),
    path("b/<int:pk>/neem-plek/", events.accept, name="accept-seat"),
    path("b/<int:pk>/tip/", tips.tip_thing, {"kind": "event"}, name="tip-event"),
    path("b/<int:pk>/wie-komt/", events.who_comes, name="who-comes"),
    path("b/<int:pk>/ontmoet/", encounters.encounters, name="encounters"),
    path("b/<int:pk>/ontmoet/<str:token>/", encounters.swap, name="swap"),
    path("ontmoet/<int:pk>/", encounters.act_on, name="act-on-encounter"),
    path("b/<int:pk>/als-gast/", event_guests.as_guest, name="come-as-guest"),
    path("b/<int:pk>/kaartje/", event_door.ticket, name="event-ticket"),
    path("b/<int:pk>/maken/", event_desk.desk, name="event-desk"),
    path("b/<int:pk>/wijzigen/", event_desk.change, name="change-event"),
    path("b/<int:pk>/publiceren/", event_desk.publish, name="publish-event"),
    path("b/<int:pk>/afgelasten/", event_desk.cancel, name="cancel-event"),
    path("b/<int:pk>/herhalen/", event_desk.repeat, name="repeat-event"),
    path("b/<int:pk>/organisatoren/", event_desk.organisers, name="event-organisers"),
    path("b/<int:pk>/deelnemers/", event_door.attendees, name="event-attendees"),
    path("b/<int:pk>/beeld/", event_cover.choose, name="event-cover"),
    path("b/beeld/<slug:name>/<int:side>.webp", event_cover.cover, name="event-picture"),
    path("b/<int:pk>/op-papier/", event_print.on_paper, name="event-on-paper"),
    path("b/<int:pk>/op-papier/<slug:name>.pdf", event_print.file, name="event-print"),
    path("b/<int:pk>/deur/", event_door.door, name="event-door"),
    path("b/<int:pk>/deur/terug/", event_door.undo, name="undo-check-in"),
    path("g/<str:handle>/bijeenkomsten/", events.in_group, name="group-events"),
]
