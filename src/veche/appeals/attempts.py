"""How often a stranger may try a code and write an appeal: counted in the table of attempts (staff/attempts.py)."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

_APP = "veche.appeals"
# By address (IPv6: one /64). Not by the number that was typed: strangers would keep its author out, and 59 random bits
# are not guessed from many addresses either.
_RATES = {"code": "10/15m/ip", "appeal": "6/1h/ip,20/1d/ip"}


class Attempt:
    """One try, counted when it begins; `forgive` takes the count back."""

    def __init__(self, request: HttpRequest, action: str) -> None:
        self._usage = ratelimit.consume(request, app=_APP, action=action, config=_RATES)

    @property
    def is_allowed(self) -> bool:
        return self._usage is not None

    def forgive(self) -> None:
        if self._usage is not None:
            self._usage.rollback()
