from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StaffConfig(AppConfig):
    name = "veche.staff"
    label = "staff"
    verbose_name = "Люди и отделы"

    def ready(self) -> None:
        from veche.staff import audit, seals, sqlite_statistics  # noqa: PLC0415 -- needs the models

        audit.listen()
        seals.listen()
        post_migrate.connect(sqlite_statistics.tell_after_migrate, sender=self)
