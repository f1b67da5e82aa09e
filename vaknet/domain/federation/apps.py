from django.apps import AppConfig


class FederationConfig(AppConfig):
    name = "vaknet.domain.federation"
    label = "federation"
