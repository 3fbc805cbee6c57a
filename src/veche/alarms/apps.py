from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    name = "veche.alarms"
    label = "alarms"
    verbose_name = "Письма о сбоях"
