from django.apps import AppConfig


class VisitingConfig(AppConfig):
    name = "vaknet.domain.visiting"
    label = "visiting"
