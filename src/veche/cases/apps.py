from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "veche.cases"
    label = "cases"
    verbose_name = "Дела"

    def ready(self) -> None:
        from veche.cases.domain.draft import register_kind  # noqa: PLC0415 -- models are loaded by now
        from veche.cases.domain.goes_on import register_reader  # noqa: PLC0415
        from veche.cases.domain.news import register_news  # noqa: PLC0415
        from veche.cases.domain.still_needed import register_need  # noqa: PLC0415

        register_kind()
        register_need()
        register_news()
        register_reader()
