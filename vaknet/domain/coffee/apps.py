from importlib import import_module

from django.apps import AppConfig


class CoffeeConfig(AppConfig):
    name = "vaknet.domain.coffee"
    label = "coffee"

    def ready(self) -> None:
        """From here two who both said yes to coffee may propose a talk to each other."""
        import_module("vaknet.domain.coffee.acquainted")
