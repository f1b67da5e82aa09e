from django.apps import AppConfig


class EncountersConfig(AppConfig):
    name = "vaknet.domain.encounters"
    label = "encounters"
