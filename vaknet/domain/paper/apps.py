from importlib import import_module

from django.apps import AppConfig


class PaperConfig(AppConfig):
    name = "vaknet.domain.paper"
    label = "paper"

    def ready(self) -> None:
        """From here all rooms below keep members on paper to their group."""
        import_module("vaknet.domain.paper.hidden")
