from django.apps import AppConfig


class IntroducingConfig(AppConfig):
    name = "vaknet.domain.introducing"
    label = "introducing"
