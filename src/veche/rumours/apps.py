from django.apps import AppConfig


class RumoursConfig(AppConfig):
    name = "veche.rumours"
    label = "rumours"
    verbose_name = "Слухи и подделки"
