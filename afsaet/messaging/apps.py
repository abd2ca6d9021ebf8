from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "afsaet.messaging"
    label = "messaging"
