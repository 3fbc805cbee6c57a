"""What stops when an account loses its key; `publishing` registers the function that knows."""

from collections.abc import Callable

from veche.accounts.models import Account

type Describe = Callable[[Account], str]
_registered: list[Describe] = []


def register(describe: Describe) -> None:
    _registered[:] = [describe]


def stopping(account: Account) -> str:
    """A sentence that names what waits to be sent; "" if nothing does."""
    [describe] = _registered
    return describe(account)
