"""What stops when an account loses its key; `publishing` registers the function that knows."""

from collections.abc import Callable

from veche.accounts.models import Account

type Teller = Callable[[Account], str]
_tellers: list[Teller] = []


def tell_with(teller: Teller) -> None:
    _tellers[:] = [teller]


def stopping(account: Account) -> str:
    """A sentence that names what waits to be sent; "" if nothing does."""
    [teller] = _tellers
    return teller(account)
