from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "vaknet.domain.reading"
    label = "reading"
