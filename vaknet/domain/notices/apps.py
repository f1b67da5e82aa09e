from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "vaknet.domain.notices"
    label = "notices"
