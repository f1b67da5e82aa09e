from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "vaknet.domain.groups"
    label = "groups"
