from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "afsaet.site"
    label = "site"
