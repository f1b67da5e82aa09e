from django.apps import AppConfig


class LeavingConfig(AppConfig):
    name = "vaknet.domain.leaving"
    label = "leaving"
