from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "vaknet.domain.knowledge"
    label = "knowledge"
