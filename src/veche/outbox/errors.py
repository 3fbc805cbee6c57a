"""Errors with a Russian sentence for a person."""

from typing import Final

CHANGED: Final = "Пока вы смотрели, всё изменилось. Обновите страницу: второй раз никто ничего не сделал."


class OutboxError(Exception):
    """Base class. The message says what happened, what was kept and what to do."""


class NotNow(OutboxError):
    """The act's state does not allow this decision."""


class WrongAddress(OutboxError):
    """The address is not of a post of this account."""


class StillPlanned(OutboxError):
    """Acts would still leave for an account that is to be closed."""


class AlreadyFrozen(OutboxError):
    pass


class AlreadyPaused(OutboxError):
    pass
