from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "vaknet.domain.calendars"
    label = "calendars"
