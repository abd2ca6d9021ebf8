from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "afsaet.booking"
    label = "booking"
