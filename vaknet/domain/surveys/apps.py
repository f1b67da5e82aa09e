from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "vaknet.domain.surveys"
    label = "surveys"
