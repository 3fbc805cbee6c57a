from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "veche.staff"
    label = "staff"
    verbose_name = "Люди и отделы"

    def ready(self) -> None:
        from veche.staff import audit  # noqa: PLC0415 -- needs the models

        audit.listen()
