from importlib import import_module

from django.apps import AppConfig


class IntroducingConfig(AppConfig):
    name = "vaknet.domain.introducing"
    label = "introducing"

    def ready(self) -> None:
        """From here introductions end with the treaty that they came through."""
        import_module("vaknet.domain.introducing.parting")
