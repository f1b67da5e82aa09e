from django.apps import AppConfig


class TalksConfig(AppConfig):
    name = "vaknet.domain.talks"
    label = "talks"
