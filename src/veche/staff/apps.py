from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "veche.staff"
    label = "staff"
    verbose_name = "Люди и отделы"

    def ready(self) -> None:
        from veche.staff import audit, seals  # noqa: PLC0415 -- needs the models

        audit.listen()
        seals.listen()
