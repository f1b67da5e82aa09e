from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "vaknet.domain.programme"
    label = "programme"
