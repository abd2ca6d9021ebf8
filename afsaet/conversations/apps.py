from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "afsaet.conversations"
    label = "conversations"
