from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "afsaet.audit"
    label = "audit"
