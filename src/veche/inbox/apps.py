from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "veche.inbox"
    label = "inbox"
    verbose_name = "Входящие"

    def ready(self) -> None:
        from veche.inbox.domain.asked_often import asked_about  # noqa: PLC0415 -- needs the models
        from veche.inbox.domain.findable import register_kinds  # noqa: PLC0415
        from veche.plan.domain.asked_often import register  # noqa: PLC0415

        register(asked_about)
        register_kinds()
