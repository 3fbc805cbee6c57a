"""What stops when an account loses a key. The room that knows what goes out stands above and registers its teller."""

from collections.abc import Callable

from veche.accounts.models import Account

type Teller = Callable[[Account], str]
_tellers: list[Teller] = []


def tell_with(teller: Teller) -> None:
    _tellers[:] = [teller]


def stopping(account: Account) -> str:
    """A sentence that names what waits to go out there; "" if nothing does."""
    [teller] = _tellers
    return teller(account)
