from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "veche.search"
    label = "search"
    verbose_name = "Поиск"

    def ready(self) -> None:
        from veche.search import triggers  # noqa: PLC0415 -- needs the models

        post_migrate.connect(triggers.install_after_migrate, sender=self)
