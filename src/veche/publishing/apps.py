from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "veche.publishing"
    label = "publishing"
    verbose_name = "Выпуск"

    def ready(self) -> None:
        from veche.approval.domain.outlook import tell_with  # noqa: PLC0415 -- models are loaded by now
        from veche.publishing.domain.outlook import networks_for, outlook  # noqa: PLC0415

        tell_with(outlook, networks_for)
