from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "veche.outbox"
    label = "outbox"
    verbose_name = "Отправка"

    def ready(self) -> None:
        from veche.accounts.domain.health import on_recovered  # noqa: PLC0415 -- needs the models
        from veche.accounts.domain.remarks import remark_by  # noqa: PLC0415
        from veche.outbox import checks  # noqa: F401, PLC0415 -- registers itself when the models are loaded
        from veche.outbox.domain.account_remarks import ACCOUNT_REMARKS  # noqa: PLC0415
        from veche.outbox.domain.resolve import retry_lookups  # noqa: PLC0415

        on_recovered(retry_lookups)
        for remark in ACCOUNT_REMARKS:
            remark_by(remark)
