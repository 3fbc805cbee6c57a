class CaseError(Exception):
    """The message is a sentence for a person: what happened, what was kept, what to do."""


class Ended(CaseError):
    """A colleague has answered, closed or merged the case meanwhile."""

    def __init__(self) -> None:
        super().__init__("Пока вы смотрели, дело закрыли. Ничего не изменилось.")
