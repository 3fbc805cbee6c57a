from django.apps import AppConfig


class CommentingConfig(AppConfig):
    name = "veche.commenting"
    label = "commenting"
    verbose_name = "Комментарии: кто может писать"

    def ready(self) -> None:
        from veche.commenting.domain.links import register_links  # noqa: PLC0415 -- models are loaded by now
        from veche.commenting.domain.news import register_news  # noqa: PLC0415

        register_links()
        register_news()
