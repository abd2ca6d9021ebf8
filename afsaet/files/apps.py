from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "afsaet.files"
    label = "files"
