from django.apps import AppConfig


class ConsultingConfig(AppConfig):
    name = "vaknet.domain.consulting"
    label = "consulting"
