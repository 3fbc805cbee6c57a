class AppealError(Exception):
    """The message is a sentence for a person: what happened, what was kept, what to do."""


class Decided(AppealError):
    """A colleague has decided meanwhile."""

    def __init__(self) -> None:
        super().__init__("Пока вы смотрели, жалобу решил другой сотрудник. Ваше решение не понадобилось.")
