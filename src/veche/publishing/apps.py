from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "veche.publishing"
    label = "publishing"
    verbose_name = "Выпуск"

    def ready(self) -> None:
        from veche.accounts.domain import stopping as stopping_hook  # noqa: PLC0415 -- models are loaded by now
        from veche.approval.domain import outlook as outlook_hook  # noqa: PLC0415
        from veche.media.uses import stop_with  # noqa: PLC0415
        from veche.outbox.domain.hindrances import judge_by  # noqa: PLC0415
        from veche.publishing.domain import foreign_news  # noqa: PLC0415
        from veche.publishing.domain.file_rights import hindrance_of  # noqa: PLC0415
        from veche.publishing.domain.findable import register_kinds  # noqa: PLC0415
        from veche.publishing.domain.hold_posts import hold_posts_with  # noqa: PLC0415
        from veche.publishing.domain.outlook import networks_for, outlook  # noqa: PLC0415
        from veche.publishing.domain.pause_news import register_news  # noqa: PLC0415
        from veche.publishing.domain.stopping import stopping  # noqa: PLC0415
        from veche.publishing.domain.subjects import register_subjects  # noqa: PLC0415

        register_subjects()
        register_kinds()
        register_news()
        foreign_news.register_news()
        outlook_hook.register(outlook, networks_for)
        stopping_hook.register(stopping)
        stop_with(hold_posts_with)
        judge_by(hindrance_of)
