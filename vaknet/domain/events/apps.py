from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "vaknet.domain.events"
    label = "events"
