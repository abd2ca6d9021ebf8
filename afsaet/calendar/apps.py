from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "afsaet.calendar"
    label = "calendar"
