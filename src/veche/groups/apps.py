from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "veche.groups"
    label = "groups"
    verbose_name = "Группы комментариев"

    def ready(self) -> None:
        from veche.cases.domain.held import hold_with  # noqa: PLC0415 -- models are loaded by now
        from veche.groups.domain.held import held, hold  # noqa: PLC0415

        hold_with(hold, held)
