from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "vaknet.interfaces.web"
    label = "web"
