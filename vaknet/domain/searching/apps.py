from django.apps import AppConfig


class SearchingConfig(AppConfig):
    name = "vaknet.domain.searching"
    label = "searching"
