from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "afsaet.web"
    label = "web"
