from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    name = "veche.journal"
    label = "journal"
    verbose_name = "Журнал"

    def ready(self) -> None:
        from veche.journal import checks, triggers  # noqa: F401, PLC0415 -- checks register themselves

        autodiscover_modules("verbs")  # each room names its acts in its own verbs.py
        post_migrate.connect(triggers.install_after_migrate, sender=self)
