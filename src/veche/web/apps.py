from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "veche.web"
    label = "web"

    def ready(self) -> None:
        from veche.web.questions import register_questions  # noqa: PLC0415 -- models are loaded by now

        register_questions()
