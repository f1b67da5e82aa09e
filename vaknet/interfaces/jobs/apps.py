from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "vaknet.interfaces.jobs"
    label = "jobs"
