from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "vaknet.domain.routing"
    label = "routing"
