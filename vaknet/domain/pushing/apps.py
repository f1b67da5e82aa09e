from django.apps import AppConfig


class PushingConfig(AppConfig):
    name = "vaknet.domain.pushing"
    label = "pushing"
