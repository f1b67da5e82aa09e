from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "vaknet.domain.connections"
    label = "connections"
