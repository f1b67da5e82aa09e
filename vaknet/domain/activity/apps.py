from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "vaknet.domain.activity"
    label = "activity"
