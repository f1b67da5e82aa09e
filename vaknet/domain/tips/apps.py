from django.apps import AppConfig


class TipsConfig(AppConfig):
    name = "vaknet.domain.tips"
    label = "tips"
