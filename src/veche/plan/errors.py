class PlanError(Exception):
    """The message is one sentence for a person: what happened, what was kept, what to do."""


class CalendarChanged(PlanError):
    def __init__(self) -> None:
        super().__init__("Пока вы смотрели, план или календарь изменились. Ничего не записали: посмотрите ещё раз.")


class FileChanged(PlanError):
    def __str__(self) -> str:
        return "Пока вы смотрели, план или аккаунты изменились. Ничего не записали: посмотрите строки ещё раз."


class FileGone(PlanError):
    def __str__(self) -> str:
        return "Этого файла уже нет: его поставили в план или убрали. Больше ничего не записали."


class NothingToPlace(PlanError):
    def __str__(self) -> str:
        return "Ставить нечего: ни одна строка не отмечена. Ничего не записали."
