from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "vaknet.domain.governance"
    label = "governance"
