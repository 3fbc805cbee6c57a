from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "veche.plan"
    label = "plan"
    verbose_name = "Контент-план"

    def ready(self) -> None:
        from django.urls import reverse  # noqa: PLC0415

        from veche.alarms import destinations  # noqa: PLC0415
        from veche.plan.domain.after_event import register_kind  # noqa: PLC0415 -- needs the models
        from veche.plan.domain.findable import register_kinds  # noqa: PLC0415 -- needs the models
        from veche.plan.domain.from_request import PROPOSALS  # noqa: PLC0415
        from veche.plan.domain.shifts import register_news  # noqa: PLC0415 -- needs the models

        register_kind()
        register_kinds()
        register_news()

        to_plan = destinations.Destination(
            "В план",
            "calendar-plus",
            lambda pk: reverse("plan:from_request", args=[pk]),
            post=True,
            kinds=PROPOSALS,
        )
        destinations.register(destinations.ANSWER, to_plan)
