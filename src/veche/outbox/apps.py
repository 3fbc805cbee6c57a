from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "veche.outbox"
    label = "outbox"
    verbose_name = "Отправка"

    def ready(self) -> None:
        from veche.accounts.domain.health import when_it_can_be_asked  # noqa: PLC0415 -- needs the models
        from veche.accounts.domain.remarks import remark_by  # noqa: PLC0415
        from veche.outbox import checks  # noqa: F401, PLC0415 -- registers itself when the models are loaded
        from veche.outbox.domain.on_accounts import ON_ACCOUNTS  # noqa: PLC0415
        from veche.outbox.domain.resolve import look_again  # noqa: PLC0415

        when_it_can_be_asked(look_again)
        for remark in ON_ACCOUNTS:
            remark_by(remark)
