from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "veche.requests"
    label = "requests"
    verbose_name = "Поручения"

    def ready(self) -> None:
        from django.urls import reverse  # noqa: PLC0415

        from veche.alarms import destinations  # noqa: PLC0415
        from veche.media.uses import Uses, ask_with, register  # noqa: PLC0415 -- models are loaded by now
        from veche.requests.domain import file_rights  # noqa: PLC0415 -- needs the models
        from veche.requests.domain.handed_over import register_handover  # noqa: PLC0415
        from veche.requests.domain.news import register_news  # noqa: PLC0415 -- needs the models
        from veche.requests.domain.numbers import register_answers  # noqa: PLC0415
        from veche.requests.domain.uses import shown_to, used_in, uses_of  # noqa: PLC0415

        register(Uses(of=uses_of, used=used_in, shown_to=shown_to))
        file_rights.register_kind()
        ask_with(file_rights.inquiry_about)
        register_news()
        register_handover()
        register_answers()
        to_request = destinations.Destination(
            "В поручение", "clipboard-list", lambda pk: reverse("requests:from_tray", args=[pk])
        )
        destinations.register(destinations.PARCEL, to_request)
