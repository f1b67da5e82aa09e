from importlib import import_module

from django.apps import AppConfig


class ConsultingConfig(AppConfig):
    name = "vaknet.domain.consulting"
    label = "consulting"

    def ready(self) -> None:
        """From here desks go along with an event that is moved."""
        import_module("vaknet.domain.consulting.actions.moving")
