from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "veche.outbox"
    label = "outbox"
    verbose_name = "Отправка"

    def ready(self) -> None:
        from veche.outbox import checks  # noqa: F401, PLC0415 -- registers itself when the models are loaded
