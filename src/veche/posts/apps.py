from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "veche.posts"
    label = "posts"
    verbose_name = "Публикации"

    def ready(self) -> None:
        from veche.media.uses import Uses, register  # noqa: PLC0415 -- models are loaded by now
        from veche.plan.domain import begun  # noqa: PLC0415
        from veche.posts.domain.news import register_news  # noqa: PLC0415 -- needs the models
        from veche.posts.domain.queries import begun_items  # noqa: PLC0415
        from veche.posts.domain.uses import shown_to, used_in, uses_of  # noqa: PLC0415

        register(Uses(of=uses_of, used=used_in, shown_to=shown_to))
        begun.register(begun_items)
        register_news()
