from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "vaknet.domain.opportunities"
    label = "opportunities"
