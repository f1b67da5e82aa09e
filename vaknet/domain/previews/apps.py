from django.apps import AppConfig


class PreviewsConfig(AppConfig):
    name = "vaknet.domain.previews"
    label = "previews"
