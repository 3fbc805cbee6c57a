from django.apps import AppConfig

# Runs after new events; the schedule repeats it, so a task that was lost delays the screening only.
SCREEN_NEW = "veche.moderation.tasks.propose"


class ModerationConfig(AppConfig):
    name = "veche.moderation"
    label = "moderation"
    verbose_name = "Модерация"

    def ready(self) -> None:
        from veche.inbox.domain.listeners import listen, run_after_events  # noqa: PLC0415 -- needs the models
        from veche.journal.domain.checked import ExtraCheck, register_extra_check  # noqa: PLC0415
        from veche.moderation.domain import author_events, news  # noqa: PLC0415
        from veche.moderation.domain.authors import whom_of  # noqa: PLC0415
        from veche.moderation.domain.danger import register_news  # noqa: PLC0415
        from veche.moderation.domain.examine import examine  # noqa: PLC0415
        from veche.networks.protocol import AuthorReleased, AuthorRestricted  # noqa: PLC0415
        from veche.outbox.domain.by_hand import name_authors_by  # noqa: PLC0415

        listen(AuthorRestricted, author_events.author_restricted)
        listen(AuthorReleased, author_events.author_released)
        run_after_events(SCREEN_NEW)
        name_authors_by(whom_of)
        register_news()
        news.register_news()
        register_extra_check(ExtraCheck("evidence", "Доказательства", examine))
