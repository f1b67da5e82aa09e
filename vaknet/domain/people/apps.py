from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "vaknet.domain.people"
    label = "people"
