from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "vaknet.domain.finding"
    label = "finding"
