from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    name = "veche.alarms"
    label = "alarms"
    verbose_name = "Новости для сотрудников"

    def ready(self) -> None:
        """Register the kinds of the rooms below, which cannot do it for themselves."""
        from veche.alarms import news  # noqa: PLC0415 -- needs the models
        from veche.alarms.domain import (  # noqa: PLC0415
            access,
            account_proposals,
            acts,
            divergences,
            entries,
            journal_and_backups,
            keys,
            own_news,
            pages,
            unreached,
        )
        from veche.staff.domain.person_remarks import remark_by  # noqa: PLC0415

        for kinds in (
            acts.KINDS,
            divergences.KINDS,
            pages.KINDS,
            journal_and_backups.KINDS,
            keys.KINDS,
            entries.KINDS,
            account_proposals.KINDS,
            own_news.KINDS,
            unreached.KINDS,
        ):
            for kind in kinds:
                news.register(kind)
        for finder in (
            acts.find,
            divergences.find,
            pages.find,
            journal_and_backups.find,
            keys.find,
            keys.find_refused,
            access.find,
            account_proposals.find,
        ):
            news.find_by(finder)
        remark_by(unreached.remark_on_letters, unreached.sending_again)
        remark_by(unreached.remark_on_chats)
