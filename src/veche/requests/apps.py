from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "veche.requests"
    label = "requests"
    verbose_name = "Поручения"
