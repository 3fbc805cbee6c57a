from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    name = "veche.alarms"
    label = "alarms"
    verbose_name = "Письма о сбоях"

    def ready(self) -> None:
        """Register the kinds of the rooms below, which cannot do it for themselves."""
        from veche.alarms import news  # noqa: PLC0415 -- needs the models
        from veche.alarms.domain import access, acts, divergences, entries, kept, keys, pages  # noqa: PLC0415

        for kind in (*acts.KINDS, *divergences.KINDS, *pages.KINDS, *kept.KINDS, *keys.KINDS, *entries.KINDS):
            news.register(kind)
        for finder in (acts.find, divergences.find, pages.find, kept.find, keys.find, access.find):
            news.find_by(finder)
