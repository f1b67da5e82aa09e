from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "vaknet.domain.goals"
    label = "goals"
