from django.apps import AppConfig


class NormConfig(AppConfig):
    name = "veche.norm"
    label = "norm"
    verbose_name = "Норма"
