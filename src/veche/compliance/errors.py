"""What can go wrong. The message is one sentence for a person."""


class ComplianceError(Exception):
    pass


class FileGone(ComplianceError):
    def __init__(self) -> None:
        super().__init__("Этого файла уже нет: его взяли или убрали. Действующие реестры на месте.")


class PreviewOutdated(ComplianceError):
    def __init__(self) -> None:
        super().__init__("Пока вы смотрели, реестры сменились. Посмотрите ещё раз: пока ничего не взяли.")


class NotSure(ComplianceError):
    def __init__(self) -> None:
        super().__init__("Прочтите предупреждения и отметьте, что берёте файл всё равно. Пока ничего не взяли.")
