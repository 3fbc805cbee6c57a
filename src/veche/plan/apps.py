from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "veche.plan"
    label = "plan"
    verbose_name = "Контент-план"
