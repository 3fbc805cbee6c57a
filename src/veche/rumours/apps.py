from django.apps import AppConfig


class RumoursConfig(AppConfig):
    name = "veche.rumours"
    label = "rumours"
    verbose_name = "Слухи и подделки"

    def ready(self) -> None:
        from veche.rumours.domain.still_needed import register_needs  # noqa: PLC0415 -- models are loaded by now

        register_needs()
