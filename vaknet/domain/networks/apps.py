from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "vaknet.domain.networks"
    label = "networks"
