from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "vaknet.interfaces.mail"
    label = "mail"
