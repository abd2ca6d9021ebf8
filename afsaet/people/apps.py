from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "afsaet.people"
    label = "people"
