from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "vaknet.domain.translations"
    label = "translations"
