from importlib import import_module

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "vaknet.domain.programme"
    label = "programme"

    def ready(self) -> None:
        """From here a programme moves along with its event."""
        import_module("vaknet.domain.programme.actions.moving")
