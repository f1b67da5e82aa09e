from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "vaknet.domain.journal"
    label = "journal"
