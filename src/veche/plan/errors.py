class PlanError(Exception):
    """The message is one sentence for a person: what happened, what was kept, what to do."""


class CalendarChanged(PlanError):
    def __init__(self) -> None:
        super().__init__("Пока вы смотрели, план или календарь изменились. Ничего не записали: посмотрите ещё раз.")
