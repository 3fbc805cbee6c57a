from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "veche.staff"
    label = "staff"
    verbose_name = "Люди и отделы"
