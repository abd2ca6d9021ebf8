from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "afsaet.privacy"
    label = "privacy"
