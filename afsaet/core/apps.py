from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "afsaet.core"
    label = "core"
