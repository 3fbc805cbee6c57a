from django.apps import AppConfig


class ConfigApp(AppConfig):
    name = "veche.config"
    label = "config"

    def ready(self) -> None:
        from veche.config import checks  # noqa: F401, PLC0415 -- checks register themselves when apps are ready
