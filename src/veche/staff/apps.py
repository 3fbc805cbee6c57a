from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StaffConfig(AppConfig):
    name = "veche.staff"
    label = "staff"
    verbose_name = "Люди и отделы"

    def ready(self) -> None:
        from veche.staff import audit, lookups, seals, sqlite_statistics  # noqa: F401, PLC0415 -- needs the models
        from veche.staff.domain.invite_letters import remark_on_invitation  # noqa: PLC0415
        from veche.staff.domain.password_letters import remark_on_password_letter  # noqa: PLC0415
        from veche.staff.domain.person_remarks import remark_by  # noqa: PLC0415

        audit.listen()
        seals.listen()
        remark_by(remark_on_invitation)
        remark_by(remark_on_password_letter)
        post_migrate.connect(sqlite_statistics.write_after_migrate, sender=self)
