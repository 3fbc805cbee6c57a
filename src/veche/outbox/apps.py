from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "veche.outbox"
    label = "outbox"
    verbose_name = "Отправка"
