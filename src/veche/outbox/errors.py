"""What can go wrong, for a person."""

from typing import Final

CHANGED: Final = "Пока вы смотрели, всё изменилось. Обновите страницу: второй раз никто ничего не сделал."


class OutboxError(Exception):
    """A sentence for a person: what happened, what was kept, what to do."""


class NotNow(OutboxError):
    """The act is not in a state in which this can be decided."""


class WrongAddress(OutboxError):
    """The address that a person gave is not of a post of this account."""


class StillPlanned(OutboxError):
    """Something would still leave for an account that is to be closed."""


class AlreadyFrozen(OutboxError):
    pass
