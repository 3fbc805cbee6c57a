"""How often a stranger may try a code and write an appeal: counted in the table of attempts (staff/attempts.py)."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

_APP = "veche.appeals"
# By address (IPv6: one /64); `key`: the number that was typed, whether there is such a ticket or not.
_RATES = {"code": "10/15m/ip,20/1d/key", "appeal": "6/1h/ip,20/1d/ip"}


class Attempt:
    """One try, counted when it begins; `forgive` takes the count back."""

    def __init__(self, request: HttpRequest, action: str, key: str = "") -> None:
        self._usage = ratelimit.consume(request, app=_APP, action=action, config=_RATES, key=key)

    @property
    def is_allowed(self) -> bool:
        return self._usage is not None

    def forgive(self) -> None:
        if self._usage is not None:
            self._usage.rollback()
