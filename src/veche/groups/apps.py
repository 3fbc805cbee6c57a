from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "veche.groups"
    label = "groups"
    verbose_name = "Группы комментариев"

    def ready(self) -> None:
        from veche.cases.domain.delayed_answer import register  # noqa: PLC0415 -- models are loaded by now
        from veche.groups.domain.delayed_answer import answer_with_delay, delayed_answer  # noqa: PLC0415

        register(answer_with_delay, delayed_answer)
