from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "veche.appeals"
    label = "appeals"
    verbose_name = "Жалобы"

    def ready(self) -> None:
        from veche.appeals.domain.news import register_news  # noqa: PLC0415 -- models are loaded by now
        from veche.appeals.domain.on_decisions import register_notices  # noqa: PLC0415
        from veche.appeals.domain.still_needed import register_need  # noqa: PLC0415

        register_need()
        register_news()
        register_notices()
