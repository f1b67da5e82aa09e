from importlib import import_module

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "vaknet.domain.activity"
    label = "activity"

    def ready(self) -> None:
        """All rooms may ask for `any_of`."""
        import_module("vaknet.domain.any_of")
