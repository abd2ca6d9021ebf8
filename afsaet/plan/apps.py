from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "afsaet.plan"
    label = "plan"
