from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "vaknet.domain.learning"
    label = "learning"
