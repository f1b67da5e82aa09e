from importlib import import_module

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "vaknet.domain.events"
    label = "events"

    def ready(self) -> None:
        """From here who is gone elsewhere comes to no event any more, nor does who is not known
        there to one there."""
        import_module("vaknet.domain.events.actions.elsewhere")
        import_module("vaknet.domain.events.actions.going")
